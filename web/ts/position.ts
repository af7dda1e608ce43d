/** A button with `data-locates` writes where the device is into the form's latitude, longitude and accuracy. */
export function watchPosition(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-locates]");
    const form = button?.form;
    if (!button || !form || !("geolocation" in navigator)) return;
    const output = form.querySelector<HTMLOutputElement>("[data-located]");
    const say = (words: string | undefined): void => {
      if (output) output.value = words ?? "";
    };
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        write(form, { latitude: coords.latitude, longitude: coords.longitude, accuracy: coords.accuracy });
        say(output?.dataset["found"]?.replace("%s", Math.round(coords.accuracy).toString()));
      },
      () => say(output?.dataset["failed"]),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 },
    );
  });
}

function write(form: HTMLFormElement, values: Record<string, number>): void {
  for (const [name, value] of Object.entries(values)) {
    const input = form.elements.namedItem(name);
    if (input instanceof HTMLInputElement) input.value = value.toString();
  }
}
