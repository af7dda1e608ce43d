import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { asIs, useLive } from "../app/live";
import { isFull } from "../kernel/full";
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

let shrinking: Promise<void> = Promise.resolve();

/** Answers when every photo that was taken so far lies on the phone: a form isn't finished before that. */
export function photosKept(): Promise<void> {
  return shrinking;
}

/** Photos of an item: taken or chosen, shrunk one after another, kept sealed on the phone at once. */
export function Photos({ bound, item, most, label, hint, number }: PhotosOptions): JSX.Element {
  const [working, setWorking] = useState(0);
  const [failed, setFailed] = useState("");
  // A photo may be shrunk while another is taken: what is added is added to the list as it then stands.
  const now = useRef(bound);
  now.current = bound;

  const add = async (files: File[]): Promise<void> => {
    setFailed("");
    const room = most - now.current.value.length;
    for (const file of files.slice(0, room)) {
      setWorking((count) => count + 1);
      try {
        const made = await keep(file, item, now.current.value.length);
        put([...now.current.value, made]);
      } catch (error) {
        setFailed(isFull(error) ? "手机存储空间不够，这张照片没有存上。请清理后再拍。" : `“${file.name}”不是能打开的照片，没有存上。`);
      } finally {
        setWorking((count) => count - 1);
      }
    }
    if (files.length > room) setFailed(`最多 ${most} 张，多选的没有存。`);
  };
  const put = (ids: string[]): void => {
    now.current = { ...now.current, value: ids };
    now.current.put(ids);
  };
  const take = (files: File[]): Promise<void> => (shrinking = shrinking.then(() => add(files)));
  const remove = (id: string): void => {
    put(now.current.value.filter((each) => each !== id));
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
      {bound.value.length < most && (
        <div class="pair">
          <Picker label="拍照" camera onFiles={take} name={`${bound.name}-camera`} />
          <Picker label="从相册选" onFiles={take} name={`${bound.name}-album`} />
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
