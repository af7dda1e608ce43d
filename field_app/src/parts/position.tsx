import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Part } from "../app/draft";
import { Group, Select } from "./fields";
import { Icon } from "./icon";

const WAIT_MS = 25_000;
const FRESH_MS = 30_000;
const REASONS = ["室内收不到卫星信号", "手机没有开定位", "没有允许定位权限", "手机没有定位功能", "其他原因"] as const;

interface Position {
  latitude: number;
  longitude: number;
  accuracy: number;
  at: number;
}

/** Where the phone is, with how sure it is; or else why it can't say. */
export function PositionField({ form, number }: { form: Part; number?: number }): JSX.Element {
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState("");
  const found = (form.data["position"] ?? null) as Position | null;
  const ask = (): void => {
    setAsking(true);
    setFailed("");
    locate().then(
      (position) => form.patch({ position: { ...position }, no_position: null }),
      (why: string) => {
        setFailed(why);
        form.patch({ no_position: form.data["no_position"] ?? why });
      },
    ).finally(() => setAsking(false));
  };
  return (
    <Group
      name="position"
      error={(form.fields["position"] ?? form.fields["latitude"])?.[0]}
      label="现场位置"
      {...(number ? { item: number } : {})}
    >
      <div class="located" role="status">
        {found && (
          <p>
            <Icon name="map-pin" /> 已记下，误差约 {Math.round(found.accuracy)} 米
          </p>
        )}
        {failed && <p>没有取到位置：{failed}。可以再试，也可以只写原因。</p>}
      </div>
      <button type="button" class="button" disabled={asking} onClick={ask}>
        <Icon name="current-location" /> {asking ? "正在定位…" : found ? "重新定位" : "记下当前位置"}
      </button>
      {!found && (
        <Select
          label="没有位置的原因"
          optional
          empty="（先点上面定位）"
          bound={form.bind<string | null>("no_position", null)}
          choices={REASONS.map((reason) => [reason, reason] as const)}
        />
      )}
    </Group>
  );
}

const WHY: Record<number, (typeof REASONS)[number]> = { 1: "没有允许定位权限", 2: "手机没有开定位", 3: "室内收不到卫星信号" };

/** Ask the phone where it is. Rejects with the reason, in words that the form offers. */
export function locate(): Promise<Position> {
  return new Promise((done, failed) => {
    if (!("geolocation" in navigator)) {
      failed("手机没有定位功能");
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) =>
        done({ latitude: coords.latitude, longitude: coords.longitude, accuracy: Math.round(coords.accuracy), at: Math.round(timestamp) }),
      (error) => failed(WHY[error.code] ?? "其他原因"),
      { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: FRESH_MS },
    );
  });
}
