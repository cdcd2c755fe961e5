/* What the console does in the browser itself: theme, shortcuts, dialogs, and starting Blazor so that it comes back after the server was away. */
(() => {
  'use strict';
  const root = document.documentElement;
  const editable = e => e && (e.isContentEditable || /^(input|textarea|select)$/i.test(e.tagName) && !/^(checkbox|radio|button|submit)$/i.test(e.type));
  let opener = null;

  const api = window.tegument = {
    /** The posture's word, and the page's state or null: the style sheets draw the rest. */
    state(posture, state) {
      root.dataset.posture = posture;
      root.dataset.ready = '1'; // The first call comes once the page answers to clicks.
      if (state) root.dataset.state = state; else delete root.dataset.state;
    },
    showModal(dialog) {
      opener = document.activeElement;
      if (dialog && !dialog.open) dialog.showModal();
    },
    returnFocus() {
      if (opener && opener.isConnected) opener.focus();
      opener = null;
    },
    focus(selector) { document.querySelector(selector)?.focus(); },
    closePalette() { document.getElementById('palette')?.close(); },
    copy(text) { return navigator.clipboard ? navigator.clipboard.writeText(text).then(() => true, () => false) : Promise.resolve(false); },
    /** Where the element stands within its offset parent, for popovers. */
    place(element) {
      const box = element.getBoundingClientRect(), host = element.offsetParent.getBoundingClientRect();
      return { left: box.left - host.left, right: host.right - box.right, bottom: box.bottom - host.top, width: host.width };
    },
    /** Selects a line of a text area and brings it into view. */
    line(selector, number) {
      const area = document.querySelector(selector);
      if (!area) return;
      const lines = area.value.split('\n'), from = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
      area.focus({ preventScroll: true });
      area.setSelectionRange(from, from + (lines[number - 1]?.length ?? 0));
      const height = area.clientHeight / lines.length;
      window.scrollTo({ top: window.scrollY + area.getBoundingClientRect().top + (number - 6) * height });
    },
    scrollTo(element, top) {
      if (!element) return;
      if (getComputedStyle(element).overflowY === 'visible') { if (scrollY > element.offsetTop) scrollTo(0, element.offsetTop); } else element.scrollTop = top;
    },
    /** Scrolls a list of rows of one height so that the row stands below its head. */
    rowIntoView(list, index) {
      const row = list?.querySelector('tbody tr[aria-rowindex]');
      if (!row) return;
      const high = row.offsetHeight, head = list.querySelector('thead').offsetHeight, top = index * high;
      if (top < list.scrollTop) list.scrollTop = top;
      else if (top + high + head > list.scrollTop + list.clientHeight) list.scrollTop = top + high + head - list.clientHeight;
    },
    /** Whether a new connection reaches the console: fetch would take one that is open already, a WebSocket never does. */
    probe() {
      return new Promise(tell => {
        const url = new URL('_blazor', document.baseURI); url.protocol = url.protocol.replace('http', 'ws');
        const socket = new WebSocket(url), end = passed => { clearTimeout(timer); socket.onopen = socket.onerror = null; socket.close(); tell(passed); };
        const timer = setTimeout(() => end(false), 4000);
        socket.onopen = () => end(true); socket.onerror = () => end(false);
      });
    },
  };

  const commands = {
    palette() { const d = document.getElementById('palette'); if (d && !d.open) { opener = document.activeElement; d.showModal(); const i = d.querySelector('input'); i.focus(); i.select(); } },
    help() { const d = document.getElementById('shortcuts'); if (d && !d.open) d.showModal(); },
    close(button) { button.closest('dialog')?.close(); },
    theme() {
      const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
      root.dataset.theme = dark ? 'light' : 'dark';
      document.cookie = `tegument-theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
    },
    reconnect() { location.reload(); },
  };

  document.addEventListener('click', e => {
    const button = e.target.closest?.('[data-command]');
    if (button) commands[button.dataset.command]?.(button);
    // A click beside a dialog's content is on the dialog itself.
    if (e.target.tagName === 'DIALOG' && e.target.open) e.target.close();
    for (const menu of document.querySelectorAll('details.user[open]')) if (!menu.contains(e.target)) menu.open = false;
  });

  const pages = { o: '', b: 'bans', a: 'address', h: 'hosts', d: 'detections', p: 'posture', y: 'policy', u: 'audit' };
  let leader = 0;
  document.addEventListener('keydown', e => {
    if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k') { e.preventDefault(); commands.palette(); return; }
    if (e.ctrlKey || e.metaKey || e.altKey || editable(e.target) || document.querySelector('dialog[open]')) return;
    if (performance.now() - leader < 1200 && e.key in pages) { leader = 0; e.preventDefault(); Blazor.navigateTo(pages[e.key]); return; }
    leader = 0;
    if (e.key === 'g') leader = performance.now();
    else if (e.key === '?') { e.preventDefault(); commands.help(); }
    else if (e.key === 't') commands.theme();
    else if (e.key === 'ArrowDown' && e.target === document.body || e.key === 'ArrowDown' && e.target.tagName === 'H1') { const g = document.querySelector('[data-grid]'); if (g) { e.preventDefault(); g.focus(); } }
    else if (e.key === '/') { const s = document.querySelector('[data-search]'); if (s) { e.preventDefault(); s.focus(); s.select?.(); } }
  });
  // Arrows and Enter in the palette act there alone; the browser would move the caret. In a grid they walk; the browser would scroll.
  document.addEventListener('keydown', e => {
    if (e.target.matches?.('[data-grid]') && /^(Arrow(Down|Up)|Page(Down|Up)|Home|End| )$/.test(e.key)) e.preventDefault();
    if (e.target.closest?.('[data-palette]') && (e.key === 'ArrowDown' || e.key === 'ArrowUp')) e.preventDefault();
  }, true);

  // Arrows walk among a group's buttons without pressing them.
  document.addEventListener('keydown', e => {
    const group = e.target.closest?.('[data-roving]'), step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
    if (!group || !(step || e.key === 'Home' || e.key === 'End')) return;
    const all = [...group.querySelectorAll('button:not([disabled])')], at = all.indexOf(e.target.closest('button'));
    if (at < 0) return;
    e.preventDefault();
    all[e.key === 'Home' ? 0 : e.key === 'End' ? all.length - 1 : (at + step + all.length) % all.length].focus();
  });

  const lost = document.getElementById('components-reconnect-modal');
  if (lost) new MutationObserver(() => {
    const away = /components-reconnect-(show|failed|rejected)/.test(lost.className), at = lost.querySelector('[data-lost-at]');
    if (away && !root.dataset.lost) { root.dataset.lost = '1'; at.textContent = new Date().toISOString().slice(11, 19) + ' UTC'; }
    if (!away && root.dataset.lost) delete root.dataset.lost;
    // The server no longer knows this page: all that matters stands in the address, so it is simply opened again.
    if (/components-reconnect-(rejected|failed)/.test(lost.className)) setTimeout(comeBack, 1000);
  }).observe(lost, { attributes: true, attributeFilter: ['class'] });

  const comeBack = () => fetch('healthz', { cache: 'no-store' }).then(r => r.ok ? location.reload() : Promise.reject(), () => Promise.reject()).catch(() => setTimeout(comeBack, 2000));

  window.Blazor?.start({ circuit: { reconnectionOptions: { maxRetries: 60, retryIntervalMilliseconds: n => n < 5 ? 300 : 2000 } } });
})();
