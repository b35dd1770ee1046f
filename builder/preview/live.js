// Loads the page again when the server has read another edition of the collection. A page that nobody sees asks nothing.
{
  const shown = document.currentScript.dataset.edition;
  let events;
  const listen = () => {
    events?.close();
    if (document.hidden) return;
    events = new EventSource("/-reader/events");
    events.onmessage = ({ data }) => data === shown || location.reload();
  };
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => events?.close());
  listen();
}
