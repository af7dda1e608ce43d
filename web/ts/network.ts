import htmx from "htmx.org";

/** Work in flight shows as a thin line; a request that failed says what was kept and what to do. */
export function watchNetwork(): void {
  let running = 0;
  const count = (by: number): void => {
    running = Math.max(0, running + by);
    document.documentElement.classList.toggle("is-waiting", running > 0);
  };
  document.body.addEventListener("htmx:beforeRequest", () => count(1));
  document.body.addEventListener("htmx:afterRequest", () => count(-1));
  document.body.addEventListener("htmx:sendError", () => say("offline"));
  document.body.addEventListener("htmx:timeout", () => say("offline"));
  document.body.addEventListener("htmx:responseError", () => say("failed"));
}

/** Show one of the page's own prepared messages (`<template data-toast="…">`), once. */
function say(name: string): void {
  const prepared = document.querySelector<HTMLTemplateElement>(`template[data-toast="${name}"]`);
  const place = document.getElementById("toasts");
  if (!prepared || !place || place.querySelector(`[data-toast-name="${name}"]`)) return;
  place.append(prepared.content.cloneNode(true));
  place.scrollIntoView({ block: "nearest" });
  htmx.process(place);
}
