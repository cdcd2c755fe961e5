#!/usr/bin/env python3
"""Servers, and the visitors that use them as honest programs do. A visitor ends with status 0 when it was served throughout.

usage: innocent.py serve web|echo|sink|resolver PORT
       innocent.py packages|browser|monitor|backup|ask FROM TO PORT ...
"""
import http.client, http.server, random, socket, socketserver, struct, sys, threading, time


class Page(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    body = b"x" * 20_000

    def do_GET(self):
        missing = self.path.startswith("/missing")
        self.send_response(404 if missing else 200)
        self.send_header("Content-Length", "0" if missing else str(len(self.body)))
        self.end_headers()
        if not missing:
            self.wfile.write(self.body)

    def log_message(self, *_):
        pass


class Web(http.server.ThreadingHTTPServer):
    request_queue_size = 512


def serve(kind, port):
    if kind == "web":
        server = Web(("", port), Page)
    elif kind == "sink":
        class Sink(socketserver.BaseRequestHandler):
            def handle(self):
                while self.request.recv(1 << 16):
                    pass
                self.request.sendall(b"done")
        server = socketserver.ThreadingTCPServer(("", port), Sink)
    else:
        # A resolver answers some questions late, as one does that must ask others.
        class Echo(socketserver.BaseRequestHandler):
            def handle(self):
                data, sock = self.request
                if kind == "resolver" and data[1] % 50 == 0:
                    time.sleep(2.5)
                sock.sendto(data + b"answer" * 10, self.client_address)
        server = socketserver.ThreadingUDPServer(("", port), Echo)
    print("ready", flush=True)
    server.serve_forever()


def connect(source, target, port, timeout=20):
    return socket.create_connection((target, port), timeout, source_address=(source, 0))


def get(connection, path, status=200):
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    if answer.status != status:
        raise SystemExit(f"{path}: {answer.status}")


def packages(source, target, port):
    """Four connections with many requests each, then single ones; and a mirror that is dead on both of its ports, tried again and again."""
    def many():
        connection = http.client.HTTPConnection(target, port, 20, source_address=(source, 0))
        for i in range(40):
            get(connection, f"/pool/{i}")
        get(connection, "/missing", 404)
        connection.close()
    together(many, 4)
    for i in range(30):
        connection = http.client.HTTPConnection(target, port, 20, source_address=(source, 0))
        get(connection, f"/single/{i}")
        connection.close()
    for i in range(20):
        try:
            connect(source, target, 443 if i % 2 else 81).close()
            raise SystemExit("the dead mirror lives")
        except ConnectionRefusedError:
            time.sleep(0.2)


def browser(source, target, port):
    """Sixty short connections over ten seconds, side by side: pages, pages given up, and spare connections that are never used."""
    def one():
        time.sleep(random.random() * 10)
        kind = random.randrange(4)
        connection = connect(source, target, port)
        if kind == 0:
            time.sleep(1.5)
        else:
            connection.sendall(b"GET /page HTTP/1.1\r\nHost: stage\r\n\r\n")
            if not connection.recv(1000):
                raise SystemExit("no page")
            if kind == 1:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
    together(one, 60)


def monitor(source, target, *ports):
    """Looks once a second whether each port opens; one of the services is down."""
    for _ in range(20):
        for port in ports:
            try:
                connect(source, target, port).close()
            except ConnectionRefusedError:
                pass
        time.sleep(1)


def backup(source, target, port):
    for _ in range(3):
        connection = connect(source, target, port)
        for _ in range(500):
            connection.sendall(b"b" * 65_536)
        connection.shutdown(socket.SHUT_WR)
        if connection.recv(10) != b"done":
            raise SystemExit("not taken")
        connection.close()


def ask(source, target, port, count):
    """Questions over UDP, each from a port of its own."""
    def one(i):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.bind((source, 0))
            sock.settimeout(20)
            sock.sendto(struct.pack("!H", i) + b"question", (target, port))
            sock.recv(1000)
    for start in range(0, count, 20):
        threads = [threading.Thread(target=one, args=(i,)) for i in range(start, start + 20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def together(action, count):
    failures = []

    def guarded():
        try:
            action()
        except BaseException as error:
            failures.append(error)
    threads = [threading.Thread(target=guarded) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise SystemExit(f"{len(failures)} of {count} failed: {failures[0]!r}")


if __name__ == "__main__":
    words = [int(word) if word.isdigit() else word for word in sys.argv[1:]]
    globals()[words[0]](*words[1:])
