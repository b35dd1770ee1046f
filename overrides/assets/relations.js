/* Who a name is tied to: its lines stand out while one points to it. */
(() => {
  const { one, all, on } = reader, picture = one(".reader-network");
  if (!picture) return;
  on(picture, "pointerover focusin pointerleave focusout", ({ type, target }) => {
    const node = /over|in$/.test(type) && target.closest("[data-node]")?.dataset.node;
    picture.toggleAttribute("data-lit", !!node);
    for (const line of all("[data-ends]", picture)) line.toggleAttribute("data-lit", !!node && line.dataset.ends.split(" ").includes(node));
  });
})();
