import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { asIs, useLive } from "../app/live";
import { newId } from "../kernel/ids";
import { dropFile, keepFile, openFile } from "../outbox/files";
import { db, type FileRow } from "../store/db";
import type { Bound } from "./fields";
import { Group } from "./fields";
import { Icon } from "./icon";
import { Notice } from "./screen";
import { shrink } from "./shrink";

interface PhotosOptions {
  bound: Bound<string[]>;
  /** The item that they belong to. */
  item: string;
  most: number;
  label: string;
  hint?: string;
  number?: number;
}

/** Photos of an item: taken or chosen, shrunk, kept sealed on the phone at once. */
export function Photos({ bound, item, most, label, hint, number }: PhotosOptions): JSX.Element {
  const [working, setWorking] = useState(0);
  const [failed, setFailed] = useState("");
  const room = most - bound.value.length;

  const add = async (files: File[]): Promise<void> => {
    setFailed("");
    const made: string[] = [];
    for (const file of files.slice(0, room)) {
      setWorking((count) => count + 1);
      try {
        made.push(await keep(file, item, bound.value.length + made.length));
        bound.put([...bound.value, ...made]);
      } catch (error) {
        setFailed(isFull(error) ? "手机存储空间不够，这张照片没有存上。请清理后再拍。" : `“${file.name}”不是能打开的照片，没有存上。`);
      } finally {
        setWorking((count) => count - 1);
      }
    }
    if (files.length > room) setFailed(`最多 ${most} 张，多选的没有存。`);
  };
  const remove = (id: string): void => {
    bound.put(bound.value.filter((each) => each !== id));
    void dropFile(id);
  };

  return (
    <Group name={bound.name} error={bound.error} label={label} optional {...(hint ? { hint } : {})} {...(number ? { item: number } : {})}>
      {failed && <Notice kind="stop">{failed}</Notice>}
      <ul class="photos">
        {bound.value.map((id, at) => (
          <li key={id}>
            <Thumb id={id} label={`照片 ${at + 1}`} />
            <button type="button" class="photo-remove" aria-label={`删去照片 ${at + 1}`} onClick={() => remove(id)}>
              <Icon name="trash" />
            </button>
          </li>
        ))}
        {working > 0 && (
          <li class="photo-working" role="status">
            正在缩小…
          </li>
        )}
      </ul>
      {room > 0 && (
        <div class="pair">
          <Picker label="拍照" camera onFiles={add} name={`${bound.name}-camera`} />
          <Picker label="从相册选" onFiles={add} name={`${bound.name}-album`} />
        </div>
      )}
    </Group>
  );
}

async function keep(file: File, item: string, order: number): Promise<string> {
  const { content, takenAt, position } = await shrink(file);
  const id = newId();
  const about = { type: content.type, ...(takenAt ? { taken_at: takenAt } : {}), ...(position ? { position } : {}) };
  await keepFile({ id, item, kind: "photo", order }, about, content);
  return id;
}

export function isFull(error: unknown): boolean {
  return String((error as Error | null)?.name) === "QuotaExceededError" || String((error as { inner?: Error } | null)?.inner?.name) === "QuotaExceededError";
}

function Picker({ label, camera, name, onFiles }: { label: string; camera?: boolean; name: string; onFiles: (files: File[]) => Promise<void> }): JSX.Element {
  return (
    <label class="button picker">
      <Icon name={camera ? "camera" : "plus"} /> {label}
      <input
        class="unseen"
        type="file"
        name={name}
        accept="image/*"
        {...(camera ? { capture: "environment" as const } : { multiple: true })}
        onChange={(event) => {
          const input = event.currentTarget;
          const files = [...(input.files ?? [])];
          input.value = "";
          void onFiles(files);
        }}
      />
    </label>
  );
}

/** A photo as it lies on the phone; one that was sent is only told of. */
export function Thumb({ id, label }: { id: string; label: string }): JSX.Element {
  const row = useLive(() => db.files.get(id), asIs<FileRow | undefined>, { keys: [id] });
  const address = useAddress(row);
  if (address) return <img src={address} alt={label} />;
  return <span class="photo-gone">{row?.state === "done" || row === undefined ? "已送达" : "…"}</span>;
}

/** An address for what a file holds, given back when it isn't shown any more. */
export function useAddress(row: FileRow | undefined): string {
  const [address, setAddress] = useState("");
  const key = row && row.state !== "done" ? `${row.id} ${row.size}` : "";
  useEffect(() => {
    if (!key || !row) return setAddress("");
    let made = "";
    let here = true;
    void openFile(row).then(({ about, bytes }) => {
      if (!here) return;
      made = URL.createObjectURL(new Blob([bytes], { type: about.type }));
      setAddress(made);
    }, () => undefined);
    return () => {
      here = false;
      if (made) URL.revokeObjectURL(made);
    };
  }, [key]);
  return address;
}
