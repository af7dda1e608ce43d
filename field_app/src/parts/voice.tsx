import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { asIs, useLive } from "../app/live";
import { newId } from "../kernel/ids";
import { dropFile, keepFile } from "../outbox/files";
import { db, type FileRow } from "../store/db";
import { Group, type Bound } from "./fields";
import { Icon } from "./icon";
import { useAddress } from "./photos";
import { Notice } from "./screen";

const PIECE_MS = 3_000;
const LONGEST_S = 180;
const BITS = 24_000;
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

let running: { recorder: MediaRecorder; over: Promise<void> } | null = null;

/** Stop whatever is being recorded. Answers when all of it lies on the phone. */
export async function stopRecording(): Promise<void> {
  if (running?.recorder.state === "recording") running.recorder.stop();
  await running?.over;
}

/** Notes spoken instead of typed. What was recorded so far is kept every three seconds, so a dead battery loses little. */
export function Voices({ bound, item, most, hint }: { bound: Bound<string[]>; item: string; most: number; hint?: string }): JSX.Element {
  const [failed, setFailed] = useState("");
  const recording = useRecording(item, setFailed);
  // The browser may ask for the microphone first: by then the list may be another.
  const now = useRef(bound);
  now.current = bound;
  const remove = (id: string): void => {
    bound.put(bound.value.filter((each) => each !== id));
    void dropFile(id);
  };
  const start = async (): Promise<void> => {
    setFailed("");
    const id = await recording.start(bound.value.length);
    if (id) now.current.put([...now.current.value, id]);
  };
  return (
    <Group name={bound.name} error={bound.error} label="语音" optional {...(hint ? { hint } : {})}>
      {failed && <Notice kind="warn">{failed}</Notice>}
      <ul class="voices">
        {bound.value
          .filter((id) => id !== recording.id)
          .map((id, at) => (
            <li key={id}>
              <Voice id={id} label={`语音 ${at + 1}`} />
              <button type="button" class="icon-button" aria-label={`删去语音 ${at + 1}`} onClick={() => remove(id)}>
                <Icon name="trash" />
              </button>
            </li>
          ))}
      </ul>
      {recording.id ? (
        <button type="button" class="button button-recording" onClick={recording.stop}>
          <Icon name="player-stop" /> 停止录音（{recording.seconds} 秒）
        </button>
      ) : (
        bound.value.length < most && (
          <button type="button" class="button" onClick={() => void start()}>
            <Icon name="microphone" /> 录一段语音
          </button>
        )
      )}
    </Group>
  );
}

interface Recording {
  id: string;
  seconds: number;
  /** The file's number, or "" when there is no microphone to be had. */
  start: (order: number) => Promise<string>;
  stop: () => void;
}

function useRecording(item: string, fail: (words: string) => void): Recording {
  const [id, setId] = useState("");
  const [seconds, setSeconds] = useState(0);

  useEffect(() => () => void stopRecording(), []);
  useEffect(() => {
    if (!id) return;
    const timer = setInterval(() => {
      setSeconds((count) => {
        if (count + 1 >= LONGEST_S) void stopRecording();
        return count + 1;
      });
    }, 1000);
    return () => clearInterval(timer);
  }, [id]);

  const start = async (order: number): Promise<string> => {
    const stream = await microphone();
    if (!stream) {
      fail("没有取得麦克风。请在浏览器设置中允许使用麦克风，也可以直接打字。");
      return "";
    }
    const fresh = newId();
    record(stream, (sound) => keepFile({ id: fresh, item, kind: "voice", order }, { type: sound.type }, sound), () => setId(""));
    setSeconds(0);
    setId(fresh);
    return fresh;
  };
  return { id, seconds, start, stop: () => void stopRecording() };
}

async function microphone(): Promise<MediaStream | null> {
  if (typeof MediaRecorder !== "function" || !navigator.mediaDevices) return null;
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
  } catch {
    return null;
  }
}

/** Record; `keep` is given all that was said so far, piece after piece, one at a time. */
function record(stream: MediaStream, keep: (sound: Blob) => Promise<void>, over: () => void): void {
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, { ...(mimeType ? { mimeType } : {}), audioBitsPerSecond: BITS });
  const pieces: Blob[] = [];
  let writing: Promise<void> = Promise.resolve();
  recorder.ondataavailable = ({ data }) => {
    if (!data.size) return;
    pieces.push(data);
    const sound = new Blob(pieces, { type: recorder.mimeType.split(";")[0]! });
    writing = writing.then(() => keep(sound)).catch((error: unknown) => console.error(error));
  };
  const stopped = new Promise<void>((done) => {
    recorder.onstop = () => {
      for (const track of stream.getTracks()) track.stop();
      done();
    };
  });
  running = { recorder, over: stopped.then(() => writing).then(over) };
  recorder.start(PIECE_MS);
}

/** A recording that lies on the phone, to be listened to. */
export function Voice({ id, label }: { id: string; label: string }): JSX.Element {
  const row = useLive(() => db.files.get(id), asIs<FileRow | undefined>, { keys: [id] });
  const address = useAddress(row);
  if (address) return <audio controls src={address} aria-label={label} />;
  return <span>{label}{row?.state === "done" || row === undefined ? "（已送达）" : ""}</span>;
}
