/** Names written with a finger: the picture goes into a hidden field as PNG. Without a script the paper does. */

const INK = 2.5;
const PICTURE = "data:image/png;base64,";

function pad(box: HTMLElement): void {
  const field = document.getElementById(box.dataset["signature"] ?? "");
  const choice = document.getElementById(box.dataset["choice"] ?? "");
  const canvas = box.querySelector("canvas");
  const clear = box.querySelector("button");
  const pen = canvas?.getContext("2d");
  if (!(field instanceof HTMLInputElement) || !canvas || !clear || !pen) return;
  box.hidden = false;
  let drawing = false;

  const wipe = (): void => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
  };
  const where = (event: PointerEvent): [number, number] => {
    const frame = canvas.getBoundingClientRect();
    const scale = canvas.width / frame.width;
    return [(event.clientX - frame.left) * scale, (event.clientY - frame.top) * scale];
  };
  canvas.addEventListener("pointerdown", (event) => {
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    pen.lineWidth = INK;
    pen.lineCap = pen.lineJoin = "round";
    pen.beginPath();
    pen.moveTo(...where(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    pen.lineTo(...where(event));
    pen.stroke();
  });
  canvas.addEventListener("pointerup", () => {
    if (!drawing) return;
    drawing = false;
    field.value = canvas.toDataURL("image/png");
    if (choice instanceof HTMLSelectElement && choice.value === "") choice.value = "1";
  });
  clear.addEventListener("click", () => {
    wipe();
    field.value = "";
  });
  wipe();
  void written(field.value).then((picture) => {
    if (picture) pen.drawImage(picture, 0, 0);
  });
}

/** The name that was written before the page came back with something to put right. */
async function written(value: string): Promise<ImageBitmap | undefined> {
  if (!value.startsWith(PICTURE)) return undefined;
  const bytes = Uint8Array.from(atob(value.slice(PICTURE.length)), (sign) => sign.charCodeAt(0));
  return createImageBitmap(new Blob([bytes], { type: "image/png" }));
}

/** Every pad on the page. */
export function watchSignatures(): void {
  document.querySelectorAll<HTMLElement>("[data-signature]").forEach(pad);
}
