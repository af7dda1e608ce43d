/** Charts weigh half a megabyte: their code is fetched only by pages that have one, when it comes into view. */
export function watchCharts(root: ParentNode): void {
  const holders = [...root.querySelectorAll<HTMLElement>("[data-chart]:not([data-drawn])")];
  if (!holders.length) return;
  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        seen.unobserve(entry.target);
        void draw(entry.target as HTMLElement);
      }
    },
    { rootMargin: "200px" },
  );
  for (const holder of holders) {
    holder.dataset["drawn"] = "";
    seen.observe(holder);
  }
  addEventListener("beforeprint", () => {
    seen.disconnect();
    for (const holder of holders) if (!holder.firstElementChild) void draw(holder);
  });
}

async function draw(holder: HTMLElement): Promise<void> {
  const { drawChart } = await import("../charts");
  await drawChart(holder);
}
