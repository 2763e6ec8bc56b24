/** Pieces of the leads' screens. */
import type { Signal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import type { ComponentChildren } from "preact";
import type { RosterOfficer } from "../../../../security/index.ts";
import type { Officer } from "../../../../api/routes/session/schema.ts";
import { texts } from "../../state/language.ts";
import { ownCertificate, people, peopleProblem, readNewestDirectory, readPeople } from "../../state/people.ts";
import type { OpenSession } from "../../state/session.ts";
import { LEAD_PLACES, route, routeHref, type LeadPlace } from "../../state/route.ts";
import { deskName } from "../../state/desks.ts";
import { Copyable } from "../Copyable.tsx";
import { Notice, Problem } from "../parts.tsx";
import { useReading } from "../useReading.ts";
import { useTask } from "../useTask.ts";

/** The frame of each: heading, the three places, what is wrong, what is loading. */
export function Place({ at, children }: { at: LeadPlace; children: () => ComponentChildren }) {
  const t = texts.value.people;
  useReading(readPeople);
  useEffect(() => void readNewestDirectory(), []);
  return (
    <>
      <div class="row spread">
        <h1 tabIndex={-1}>{t.places[at]}</h1>
        <nav class="subnav" aria-label={t.nav}>
          {LEAD_PLACES.map((each) => (
            <a key={each} href={routeHref({ at: each })} aria-current={route.value.at === each ? "page" : undefined}>
              {t.places[each]}
            </a>
          ))}
        </nav>
      </div>
      <Problem error={peopleProblem.value} again={() => void readPeople()} />
      {people.value === null ? (
        peopleProblem.value === null && <p class="panel empty working">{texts.value.app.loading}</p>
      ) : (
        <>
          {ownCertificate.value === null && at !== "leads" && (
            <Notice tone="caution" title={t.noCertificate}>
              <a href={routeHref({ at: "leads" })}>{t.toLeads}</a>
            </Notice>
          )}
          {children()}
        </>
      )}
    </>
  );
}

export function Panel({ title, children }: { title: string; children: ComponentChildren }) {
  const id = useId();
  return (
    <section class="panel people" aria-labelledby={id}>
      <h2 id={id} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </section>
  );
}

/** A thing to sign: what it says, its button, what went wrong. Nobody signs without a certificate. */
export function Act(props: {
  submit: string;
  onSubmit: () => Promise<void>;
  onCancel?: () => void;
  /** What the second button says. */
  cancel?: string;
  working?: string;
  /** Not what the screen is for: its button stands back. */
  quiet?: boolean;
  /** Needs no signature of a lead. */
  unsigned?: boolean;
  children?: ComponentChildren;
}) {
  const t = texts.value.people;
  const task = useTask();
  const submit = (event: Event): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLElement;
    task.run(async () => {
      await props.onSubmit();
      // What is wrong is told where it is typed, and heard there.
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
    });
  };
  const cannot = props.unsigned !== true && ownCertificate.value === null;
  return (
    <form class="people" onSubmit={submit} noValidate autocomplete="off">
      <div class="field" style={{ gap: "0.9rem" }}>
        <Problem error={task.error} />
        {props.children}
        <div class="row">
          <button class={props.quiet ? undefined : "first"} type="submit" disabled={cannot} aria-disabled={task.busy}>
            {task.busy ? <span class="working">{props.working ?? t.signing}</span> : props.submit}
          </button>
          {props.onCancel && (
            <button type="button" onClick={props.onCancel}>
              {props.cancel ?? t.cancel}
            </button>
          )}
        </div>
      </div>
    </form>
  );
}

/** What the operator runs so that no page takes a version before this one. */
export function RaiseFloor({ version }: { version: number }) {
  const { floorNow } = texts.value.people;
  return (
    <>
      <p>{floorNow}</p>
      <Copyable text={`npm run unit -- floor --statement ${version}`} label={floorNow} />
    </>
  );
}

/** Which floors have to rise after something was published. */
export interface Floors {
  readonly statement: boolean;
  readonly certificate: boolean;
}

/** A sheet about one officer. */
export interface SheetProps {
  readonly session: OpenSession;
  readonly officer: RosterOfficer;
  readonly onDone: (version: number, floors: Floors) => void;
  readonly onCancel: () => void;
}

export function RoleChoice({ of }: { of: Signal<Officer["role"]> }) {
  const t = texts.value.people;
  const name = useId();
  return (
    <fieldset class="choices">
      <legend>{t.role}</legend>
      {(["officer", "lead", "auditor"] as const).map((role) => (
        <label class="choice" key={role}>
          <input type="radio" name={name} checked={of.value === role} onChange={() => (of.value = role)} />
          {t.roles[role]}
        </label>
      ))}
      <p class="soft small means">{t.roleMeans[of.value]}</p>
    </fieldset>
  );
}

export function DeskChoice({
  of,
  desks,
  error,
}: {
  of: Signal<readonly number[]>;
  desks: readonly number[];
  error: boolean;
}) {
  const t = texts.value.people;
  const id = useId();
  const toggle = (desk: number): void => {
    of.value = of.value.includes(desk) ? of.value.filter((each) => each !== desk) : [...of.value, desk];
  };
  return (
    <fieldset class="choices" aria-describedby={error ? `${id}-hint ${id}-error` : `${id}-hint`}>
      <legend>{t.desks}</legend>
      {desks.map((desk) => (
        <label class="choice" key={desk}>
          <input type="checkbox" checked={of.value.includes(desk)} onChange={() => toggle(desk)} />
          {deskName(desk)}
        </label>
      ))}
      <p class="soft small means" id={`${id}-hint`}>
        {t.restrictedHint}
      </p>
      {error && (
        <p class="error" role="alert" id={`${id}-error`}>
          {t.noDesk}
        </p>
      )}
    </fieldset>
  );
}

/** What to do, one after the other. */
export function Steps({ of }: { of: Readonly<Record<string, string>> }) {
  return (
    <ol class="steps">
      {Object.values(of).map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}

/** The head of a table, one heading per column. */
export function TableHead({ of }: { of: readonly string[] }) {
  return (
    <thead>
      <tr>
        {of.map((heading) => (
          <th key={heading} scope="col">
            {heading}
          </th>
        ))}
      </tr>
    </thead>
  );
}
