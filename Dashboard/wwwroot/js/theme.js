/* Blocking, in <head>: without a cookie the system's theme is taken, and nothing flashes. */
(() => {
  const theme = /(?:^|; )tegument-theme=(dark|light)/.exec(document.cookie);
  if (theme) document.documentElement.dataset.theme = theme[1];
})();
