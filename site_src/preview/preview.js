// Keeps a page of the preview up to date: loads it anew when there is a newer build, and shows what is wrong meanwhile.
// It makes no texts and no markup of its own; the preview sends both.
"use strict";

(function () {
  const edition = document.currentScript.dataset.edition;
  const board = document.getElementById("loket-preview");
  const again = 1000;
  const patience = 5000;
  let shown = null;
  let silence = 0;

  function show(panel) {
    if (panel === shown) return;
    shown = panel;
    const before = board.firstElementChild;
    const unfolded = board.querySelector("details")?.open;
    const hadFocus = board.contains(document.activeElement);
    board.innerHTML = panel;
    if (!before || before.className !== board.firstElementChild?.className) return;
    const details = board.querySelector("details");
    if (details) details.open = unfolded; // folded by hand stays folded, while it is the same kind of news
    if (hadFocus) board.querySelector("summary")?.focus();
  }

  function take(event) {
    clearTimeout(silence);
    silence = 0;
    const news = JSON.parse(event.data);
    if (news.edition && news.edition !== edition) location.reload();
    else show(news.panel);
  }

  // The preview closes a stream on purpose when many tabs are open, so a short silence says nothing.
  function listen() {
    const source = new EventSource("/.preview/news");
    source.onmessage = take;
    source.onerror = function () {
      if (!silence) silence = setTimeout(show, patience, board.dataset.stopped);
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, again);
    };
  }

  addEventListener("pageshow", (event) => event.persisted && location.reload());
  listen();
})();
