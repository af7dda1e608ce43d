import type { JSX } from "preact";
import { useReference } from "../app/context";
import { nested, rowFor, type Editing } from "../app/draft";
import { saidMoment } from "../kernel/days";
import { OneOf, Tick } from "../parts/fields";
import { Notice } from "../parts/screen";
import { SignaturePad, type Drawing } from "../parts/signature";
import type { Data } from "../protocol";
import { listLabel } from "./generic";
import { allParties, signedText, twoSides } from "./spot-parts";

/** The last step: the agreement is read out as it will stand, and signed on the glass. */

const WRITTEN = 1;
const SIGNED_NAME = 1;

export function SignStep({ form }: { form: Editing }): JSX.Element {
  const { lists, rights } = useReference();
  const agreement = nested(form, "agreement");
  const signed = ((form.data["signatures"] ?? []) as Data[]).length > 0 || !!form.data["mediator_drawing"];
  const changed = signed && form.data["_signed_text"] !== signedText(form.data);
  const again = (): void => form.patch({ signatures: [], mediator_drawing: null, _signed_text: null });
  return (
    <>
      <AgreementSheet data={form.data} />
      {changed && (
        <Notice kind="stop" title="签名以后协议又改过">
          <p>请把改过的念一遍，各方重新签名。</p>
          <button type="button" class="button" id="f-signatures" onClick={again}>
            清除签名，重新签
          </button>
        </Notice>
      )}
      {!changed && (
        <section class="card form">
          <h2>签名</h2>
          {twoSides(form.data).map((party) => (
            <PartySignature key={party.ref} form={form} party={party.ref} name={party.name} forms={lists["signature_form"] ?? []} />
          ))}
          <SignaturePad
            name="mediator_drawing"
            label="调解员签名"
            drawing={(form.data["mediator_drawing"] ?? null) as Drawing | null}
            error={form.fields["mediator_drawing"]?.[0]}
            put={(drawing) => form.patch({ mediator_drawing: drawing, _signed_text: signedText(form.data) })}
          />
          {agreement.data["form"] === WRITTEN && <Tick label="已加盖调解委员会印章" bound={agreement.bind("sealed", false)} />}
        </section>
      )}
      <p class="hint">{rights.court}</p>
    </>
  );
}

interface SignatureOptions {
  form: Editing;
  party: string;
  name: string;
  forms: [number, string][];
}

function PartySignature({ form, party, name, forms }: SignatureOptions): JSX.Element {
  const one = rowFor(form, "signatures", party, { form: SIGNED_NAME });
  // The row and what it is a signature of are written in one go.
  const put = (changes: Data): void => {
    const others = ((form.data["signatures"] ?? []) as Data[]).filter((each) => each["party"] !== party);
    const row = { ...one.data, ...changes };
    const gone = row["form"] === SIGNED_NAME && !row["drawing"];
    form.patch({ signatures: gone ? others : [...others, row], _signed_text: signedText(form.data) });
  };
  return (
    <div class="party">
      {one.data["form"] === SIGNED_NAME ? (
        <SignaturePad
          name={`signatures-${party}-drawing`}
          label={`${name}签名`}
          drawing={(one.data["drawing"] ?? null) as Drawing | null}
          error={form.fields[`signatures-${party}-drawing`]?.[0]}
          put={(drawing) => put({ drawing })}
        />
      ) : null}
      <details class="more">
        <summary>不会写字的，按指印或盖章</summary>
        <OneOf
          label={`${name}怎么签的`}
          bound={{
            name: `signatures-${party}-form`,
            value: (one.data["form"] ?? SIGNED_NAME) as number,
            error: undefined,
            put: (value) => put({ form: value, drawing: null }),
          }}
          choices={forms}
        />
      </details>
    </div>
  );
}

/** The agreement as it is read out to the parties. */
export function AgreementSheet({ data }: { data: Data }): JSX.Element {
  const reference = useReference();
  const agreement = (data["agreement"] ?? {}) as Data;
  const names = new Map(allParties(data).map((party) => [party.ref, party.name]));
  const text = (name: string): string => String(agreement[name] ?? "");
  const promises = (agreement["promises"] ?? []) as Data[];
  const rows: [string, string][] = [
    ["当事人", [...names.values()].join("、")],
    ["主要事实", text("main_facts")],
    ["争议事项", text("issues")],
    ["各方责任", text("responsibilities")],
    ["协议内容", text("content")],
    ["履行方式", text("manner")],
    ["履行期限", text("time_limit")],
    ...promises.map((each, at): [string, string] => [
      `履行 ${at + 1}`,
      [names.get(String(each["party"])) ?? "双方", each["what"], each["amount"] ? `${each["amount"]} 元` : "", `${each["due_on"] ?? ""} 前`].filter(Boolean).join("，"),
    ]),
  ];
  return (
    <article class="card sheet">
      <h2>人民调解协议（{listLabel(reference, "agreement_form", agreement["form"]) || "未选形式"}）</h2>
      <dl>
        {rows.filter(([, said]) => said).map(([label, said]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{said}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">{saidMoment(Date.now())}。调解协议有法律约束力，请念给各方听，都认可再签。</p>
    </article>
  );
}
