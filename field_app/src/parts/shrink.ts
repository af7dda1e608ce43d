/** Photos are made smaller on the phone before they are kept: a valley's signal carries 300 kB, not 6 MB. */

const LONGEST_SIDE = 1600;
const QUALITY = 0.8;
const TYPE = "image/jpeg";

export interface Photo {
  content: Blob;
  takenAt?: number;
  position?: { latitude: number; longitude: number };
}

/** A picture made small, and what its notes said: the notes are read first, since the canvas loses them. */
export async function shrink(file: Blob): Promise<Photo> {
  const notes = await notesOf(file);
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale))];
  const content = await drawn(bitmap, width, height);
  bitmap.close();
  return { content, ...notes };
}

async function drawn(bitmap: ImageBitmap, width: number, height: number): Promise<Blob> {
  if (typeof OffscreenCanvas === "function") {
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext("2d")!.drawImage(bitmap, 0, 0, width, height);
    return canvas.convertToBlob({ type: TYPE, quality: QUALITY });
  }
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  canvas.getContext("2d")!.drawImage(bitmap, 0, 0, width, height);
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("canvas gave no picture"))), TYPE, QUALITY);
  });
}

/** When and where the camera says that it was taken. A picture without notes, or with broken ones, has neither. */
async function notesOf(file: Blob): Promise<Omit<Photo, "content">> {
  try {
    const { parse } = await import("exifr/dist/mini.esm.mjs");
    const found = await parse(file, { pick: ["DateTimeOriginal", "CreateDate", "GPSLatitude", "GPSLongitude", "GPSLatitudeRef", "GPSLongitudeRef"] });
    const at: unknown = found?.DateTimeOriginal ?? found?.CreateDate;
    const { latitude, longitude } = (found ?? {}) as { latitude?: number; longitude?: number };
    return {
      ...(at instanceof Date && !Number.isNaN(at.getTime()) ? { takenAt: at.getTime() } : {}),
      ...(Number.isFinite(latitude) && Number.isFinite(longitude) ? { position: { latitude: latitude!, longitude: longitude! } } : {}),
    };
  } catch {
    return {};
  }
}
