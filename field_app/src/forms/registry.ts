import type { Kind } from "../protocol";
import { dispute } from "./dispute";
import { followUp } from "./follow-up";
import type { FormKind } from "./kinds";
import { groupNote, hazard, hazardRemove, note, receive, report, reportAnswer, service, serviceClose } from "./small";
import { spot } from "./spot";
import { visit, visitAmend } from "./visit";

/** Every kind of item, by its name in the protocol. */
export const KINDS: Record<Kind, FormKind> = {
  visit,
  visit_amend: visitAmend,
  dispute,
  hazard,
  hazard_remove: hazardRemove,
  service,
  service_close: serviceClose,
  report,
  report_answer: reportAnswer,
  group_note: groupNote,
  follow_up: followUp,
  spot,
  note,
  receive,
};

/** What may be begun from nothing, and the permission that it takes. */
export const BEGINNINGS: readonly { kind: Kind; label: string; hint: string; permission: string }[] = [
  { kind: "visit", label: "走访", hint: "十三项，可拍照、录音、定位", permission: "register" },
  { kind: "spot", label: "当场调解", hint: "小纠纷当场说开，手指签名，出协议", permission: "mediate" },
  { kind: "dispute", label: "登记纠纷", hint: "当场解决不了的，交给办公室", permission: "register" },
  { kind: "service", label: "便民服务", hint: "寻物寻人、救助、送证、反诈", permission: "register" },
  { kind: "report", label: "村民反映", hint: "听到的事，替村民记下来", permission: "register" },
  { kind: "hazard", label: "隐患", hint: "还没成纠纷、但会出事的", permission: "register" },
  { kind: "group_note", label: "群里反映的事", hint: "别人在群里告诉您的", permission: "register" },
];
