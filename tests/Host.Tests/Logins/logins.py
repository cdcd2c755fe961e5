"""A web server with a page behind HTTP basic, and people who log in rightly.

usage: logins.py serve PORT        answers / to everyone and /secret to "user" with the password "right"
       logins.py ftp HOST TIMES    anonymous FTP logins
       logins.py web URL TIMES     a browser: is challenged, then sends the right password
"""
import base64, ftplib, http.server, sys, urllib.error, urllib.request

SECRET = "Basic " + base64.b64encode(b"user:right").decode()


class Page(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        allowed = self.path == "/" or self.headers.get("Authorization") == SECRET
        body = b"welcome\n" * 100 if allowed else b"no\n"
        self.send_response(200 if allowed else 401)
        if not allowed:
            self.send_header("WWW-Authenticate", 'Basic realm="stage"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def serve(port):
    http.server.ThreadingHTTPServer.request_queue_size = 300
    http.server.ThreadingHTTPServer(("", int(port)), Page).serve_forever()


def ftp(host, times):
    for _ in range(int(times)):
        session = ftplib.FTP(host)
        session.login("anonymous", "somebody@stage")
        session.pwd()
        session.quit()


def web(url, times):
    for _ in range(int(times)):
        try:
            urllib.request.urlopen(url + "/secret")
            sys.exit("not challenged")
        except urllib.error.HTTPError as challenge:
            if challenge.code != 401:
                raise
        urllib.request.urlopen(urllib.request.Request(url + "/secret", headers={"Authorization": SECRET})).read()


globals()[sys.argv[1]](*sys.argv[2:])
