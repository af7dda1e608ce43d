/** Moments and days as people say them, in China's time, which is what the offices use wherever the phone was bought. */

const CHINA_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** "2026-11-24T14:30", as an input of date and time holds it; seconds are left out. */
export function toInput(moment: number): string {
  return new Date(moment + CHINA_MS).toISOString().slice(0, 16);
}

/** The moment that such a text names; null when it is none. */
export function fromInput(text: string): number | null {
  const moment = Date.parse(`${text}:00+08:00`);
  return Number.isNaN(moment) ? null : moment;
}

export function dayOf(moment: number): string {
  return toInput(moment).slice(0, 10);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** 今天 14:30, 昨天 09:05, 11月24日 14:30. */
export function saidMoment(moment: number, now: number = Date.now()): string {
  const text = toInput(moment);
  const ago = daysBetween(dayOf(moment), dayOf(now));
  const day = ago === 0 ? "今天" : ago === 1 ? "昨天" : saidDate(text.slice(0, 10));
  return `${day} ${text.slice(11)}`;
}

function saidDate(day: string): string {
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
}

/** 今天到期, 3 天后到期, 已过期 2 天. */
export function saidDue(day: string, now: number = Date.now()): string {
  const left = daysBetween(dayOf(now), day);
  if (left < 0) return `已过期 ${-left} 天`;
  return left === 0 ? "今天到期" : left === 1 ? "明天到期" : `${left} 天后到期`;
}

export function isLate(day: string, now: number = Date.now()): boolean {
  return daysBetween(dayOf(now), day) < 0;
}
