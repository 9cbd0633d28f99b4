/** Import: choose, check and repair in this browser, send, and watch. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { notifyError } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { collectFile } from '../../api/collect.ts'
import { useMay } from '../../api/me.ts'
import { saveFile } from '../../look/clipboard.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Progress } from '../../look/progress.tsx'
import { NoPermission } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'
import type { Piece } from '../../unsent.ts'
import { TagField } from '../devices/edit/tag-field.tsx'
import { UserField } from '../devices/edit/user-field.tsx'
import { type Checker, startChecker } from './checker.ts'
import { DropZone } from './drop-zone.tsx'
import type { NamedFile } from './dropped-files.ts'
import { FileCard } from './file-card.tsx'
import { type Sending, stopSending } from './sending.ts'
import { useSending } from './use-sending.ts'
import type { Ask, CheckedFile } from './worker-messages.ts'

const { importing } = texts

type Checked = {
  readonly files: readonly CheckedFile[]
  readonly good: number
  readonly out: number
}

const nothing: Checked = { files: [], good: 0, out: 0 }

export function ImportScreen(): ReactNode {
  const may = useMay()
  return may('devices.import') ? <Importing /> : <NoPermission />
}

function Importing(): ReactNode {
  const checker = useRef<Checker>(undefined)
  const files = useRef(new Map<string, NamedFile>())
  const [checked, setChecked] = useState(nothing)
  const [reading, setReading] = useState(0)
  const [overrides, setOverrides] = useState({ groupTag: '', user: '' })
  const { sending, left, send, sendLeft, forgetLeft } = useSending(checker, checked, overrides)
  useEffect(() => () => checker.current?.end(), [])

  async function ask(question: Ask): Promise<void> {
    try {
      checker.current ??= startChecker()
      const said = await checker.current.ask(question)
      if (said.kind === 'checked') setChecked(said)
      if (said.kind === 'file') saveFile(said.name, said.content)
    } catch (error) {
      notifyError(error)
    }
  }

  async function take(named: readonly NamedFile[]): Promise<void> {
    if (named.length === 0) return
    setReading(named.length)
    const given = named.map(({ name, file }) => ({ id: crypto.randomUUID(), name, file }))
    for (const each of given) files.current.set(each.id, each)
    await ask({ kind: 'read', files: given })
    setReading(0)
  }

  async function readOnServer(id: string): Promise<void> {
    const given = files.current.get(id)
    if (given === undefined) return
    setReading(1)
    await attempt(async () => {
      const { tables, faults } = await collectFile(given)
      const notes = faults.map(({ source, message }) => `${source}: ${message}`)
      if (tables.length === 0) throw new Error(notes.join(' ') || importing.nothingFound)
      await ask({ kind: 'replace', id, tables, notes })
    })
    setReading(0)
  }

  const isSending = sending !== undefined
  const step = isSending ? 2 : checked.files.length > 0 ? 1 : 0
  return (
    <Page title={importing.title} aside={<Steps current={step} />}>
      {!isSending && left.length > 0 && (
        <Left of={left} onSend={() => void sendLeft()} onForget={() => void forgetLeft()} />
      )}
      {sending !== undefined && <Underway of={sending} />}
      <DropZone onFiles={(files) => void take(files)} isSmall={checked.files.length > 0} />
      {reading > 0 && (
        <p className="quiet" role="status">
          {importing.reading(reading)}
        </p>
      )}
      <div className="stack">
        {checked.files.map((file) => (
          <FileCard
            key={file.id}
            file={file}
            onAsk={(question) => void ask(question)}
            onServer={(id) => void readOnServer(id)}
          />
        ))}
      </div>
      {checked.files.length > 0 && (
        <section className="card stack">
          <div className="cards fields">
            <TagField
              label={`${importing.groupTag} – ${importing.asInFile}`}
              value={overrides.groupTag}
              onChange={(groupTag) => setOverrides((before) => ({ ...before, groupTag }))}
            />
            <UserField
              label={`${importing.user} – ${importing.asInFile}`}
              value={overrides.user}
              onChange={(user) => setOverrides((before) => ({ ...before, user }))}
            />
          </div>
          <div className="row wrap">
            <Button
              appearance="primary"
              disabled={checked.good === 0 || isSending}
              onClick={() => void send()}
            >
              {importing.importRows(checked.good)}
            </Button>
            {checked.good === 0 && <span className="quiet">{importing.nothingToSend}</span>}
            {checked.out > 0 && (
              <>
                <span>{importing.staysOut(checked.out)}</span>
                <Button
                  size="small"
                  appearance="transparent"
                  onClick={() => void ask({ kind: 'rest' })}
                >
                  {importing.downloadRest}
                </Button>
              </>
            )}
          </div>
        </section>
      )}
    </Page>
  )
}

function Underway({ of: { sent, all, state } }: { of: Sending }): ReactNode {
  const words = {
    sending: importing.keepOpen(all - sent),
    waiting: importing.waiting,
    stopping: importing.stopping,
  }
  return (
    <div className="card stack">
      <Progress part={sent} all={all} name={importing.sending(sent, all)} />
      <div className="row wrap">
        <p className="grow" role="status">
          {words[state]}
        </p>
        <Button disabled={state === 'stopping'} onClick={stopSending}>
          {importing.stop}
        </Button>
      </div>
    </div>
  )
}

type LeftProps = {
  readonly of: readonly Piece[]
  readonly onSend: () => void
  readonly onForget: () => void
}

/** What was to be sent when the page went away. */
function Left({ of, onSend, onForget }: LeftProps): ReactNode {
  const rows = of.reduce((sum, { count }) => sum + count, 0)
  return (
    <div className="bar warning" role="alert">
      <span className="grow">
        {importing.left(rows)} <OutsideText text={of[0]?.label} />
      </span>
      <Button size="small" appearance="primary" onClick={onSend}>
        {importing.sendLeft(rows)}
      </Button>
      <Button size="small" onClick={onForget}>
        {importing.forgetLeft}
      </Button>
    </div>
  )
}

function Steps({ current }: { current: number }): ReactNode {
  return (
    <ol className="steps" aria-label={importing.stepsLabel}>
      {importing.steps.map((name, i) => (
        <li key={name} aria-current={i === current ? 'step' : undefined}>
          {importing.step(i + 1, name)}
        </li>
      ))}
    </ol>
  )
}
