"use strict";
(() => {
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const files = all(".f");

  // A drawing that is wider than its room can be scrolled by keyboard; the others are not worth a stop. They are measured
  // when they come near: to measure ten thousand at once would take seconds.
  const near = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting || target === document.activeElement) continue;
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  }, { rootMargin: "400px" });
  const drawings = all(".d");
  const watch = () => {
    near.disconnect();
    for (const drawing of drawings) near.observe(drawing);
  };
  watch();
  let resized;
  addEventListener("resize", () => {
    clearTimeout(resized);
    resized = setTimeout(watch, 200);
  });

  // On paper nothing is closed but what is filtered out.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = files.filter((file) => !file.open);
    for (const file of closed) file.open = true;
  });
  addEventListener("afterprint", () => {
    for (const file of closed) file.open = false;
    closed = [];
  });

  const form = document.querySelector(".l");
  if (!form) return;
  form.hidden = false;
  const status = document.getElementById("n");
  const items = all(".f li").map((item) => {
    const file = item.closest(".f");
    return { item, office: item.dataset.o || file.dataset.o || "", code: item.dataset.c, severity: item.className };
  });
  const few = 300;

  const filter = () => {
    const severities = all("input", form).filter((box) => box.checked).map((box) => box.value);
    const office = form.elements.o.value;
    const code = form.elements.c.value;
    let shown = 0;
    for (const one of items) {
      const fits = severities.includes(one.severity) && (!office || one.office === office) && (!code || one.code === code);
      one.item.hidden = !fits;
      if (fits) shown += 1;
    }
    const filtered = shown < items.length;
    for (const file of files) {
      for (const part of all(".p, ul", file)) {
        const list = part.matches("ul") ? part : part.querySelector("ul");
        part.hidden = !list.querySelector("li:not([hidden])");
      }
      file.hidden = !file.querySelector("li:not([hidden])");
      if (filtered && !file.hidden && shown <= few) file.open = true;
    }
    const number = (count) => count.toLocaleString(document.documentElement.lang);
    const numbers = [shown, items.length].map(number);
    status.textContent = status.dataset.t.replace(/\{\}/g, () => numbers.shift());
    status.classList.toggle("on", filtered);
  };

  const turn = (open) => { for (const file of files) if (!file.hidden) file.open = open; };
  form.addEventListener("change", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.elements.u.addEventListener("click", () => turn(true));
  form.elements.z.addEventListener("click", () => turn(false));
  filter();

  // A link into a closed file opens it.
  const target = () => {
    const there = location.hash && document.getElementById(location.hash.slice(1));
    if (there && there.matches(".f")) there.open = true;
  };
  addEventListener("hashchange", target);
  target();
})();
