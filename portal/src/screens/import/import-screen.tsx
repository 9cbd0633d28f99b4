/** Import: choose, check and repair in this browser, send, and watch. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { notifyError } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { useUnsaved } from '../../act/unsaved.ts'
import { collectFile } from '../../api/collect.ts'
import { useMay } from '../../api/me.ts'
import { Page } from '../../look/page.tsx'
import { saveFile } from '../../look/save-file.ts'
import { NoPermission } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'
import { type Checker, startChecker } from './checker.ts'
import { DropZone } from './drop-zone.tsx'
import type { NamedFile } from './dropped-files.ts'
import { FileCard } from './file-card.tsx'
import { type Checked, SendCard } from './send-card.tsx'
import { Left, Underway } from './sending-bars.tsx'
import { saidOf } from './server-doubts.ts'
import { useSending } from './use-sending.ts'
import type { Ask } from './worker-messages.ts'

const { importing } = texts

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
  const { sending, isSentElsewhere, left, send, sendLeft, forgetLeft } = useSending(
    checker,
    checked,
    overrides,
  )
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
      const all = faults.map(({ source, message }) => `${source}: ${message}`).join(' ')
      if (tables.length === 0) throw new Error(all || importing.nothingFound)
      await ask({ kind: 'replace', id, tables, ...saidOf(faults) })
    })
    setReading(0)
  }

  const isSending = sending !== undefined
  useUnsaved(checked.files.length > 0 && !isSending)
  const step = isSending ? 2 : checked.files.length > 0 ? 1 : 0
  return (
    <Page title={importing.title} aside={<Steps current={step} />}>
      {!isSending && left.length > 0 && (
        <Left of={left} onSend={() => void sendLeft()} onForget={() => void forgetLeft()} />
      )}
      {sending !== undefined && <Underway of={sending} />}
      {isSentElsewhere && (
        <p className="bar info" role="status">
          {importing.elsewhere}
        </p>
      )}
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
        <SendCard
          checked={checked}
          overrides={overrides}
          onOverrides={setOverrides}
          isSending={isSending}
          onSend={() => void send()}
          onRest={() => void ask({ kind: 'rest' })}
        />
      )}
    </Page>
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
