/** Import: choose, check and repair in this browser, send, and watch. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { notifyError } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { collectFile } from '../../api/collect.ts'
import { importsKey, sendImport } from '../../api/imports.ts'
import { useMay, useMe } from '../../api/me.ts'
import { queryClient } from '../../api/query-client.ts'
import { saveFile } from '../../look/clipboard.ts'
import { Page } from '../../look/page.tsx'
import { Progress } from '../../look/progress.tsx'
import { NoPermission } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'
import { TagField } from '../devices/edit/tag-field.tsx'
import { UserField } from '../devices/edit/user-field.tsx'
import { type Checker, startChecker } from './checker.ts'
import { DropZone } from './drop-zone.tsx'
import type { NamedFile } from './dropped-files.ts'
import { FileCard } from './file-card.tsx'
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
  const { sent, isSending, send } = useSending(checker, checked, overrides)
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

  const step = isSending ? 2 : checked.files.length > 0 ? 1 : 0
  return (
    <Page title={importing.title} aside={<Steps current={step} />}>
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
          <div className="cards">
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
          {isSending && (
            <div role="status">
              <Progress
                part={sent}
                all={checked.good}
                name={importing.sending(sent, checked.good)}
              />
              <p>{importing.keepOpen(checked.good - sent)}</p>
            </div>
          )}
        </section>
      )}
    </Page>
  )
}

/** Sends in as few pieces as the server takes; a piece that was lost on the way is sent again as the same one. */
function useSending(
  checker: { readonly current: Checker | undefined },
  { files, good }: Checked,
  overrides: { readonly groupTag: string; readonly user: string },
) {
  const { data: me } = useMe()
  const [, navigate] = useLocation()
  const [sent, setSent] = useState(0)
  const [isSending, setIsSending] = useState(false)
  const key = useRef({ of: '', value: '' })
  const most = me?.server.maxImportRows ?? 5_000
  useEffect(() => {
    if (!isSending) return undefined
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [isSending])

  async function send(): Promise<void> {
    const used = files.filter((file) => file.good > 0)
    // What is sent otherwise is another import, even if the one before came to nothing.
    const of = JSON.stringify([used.map(({ id, good }) => [id, good]), overrides])
    if (key.current.of !== of) key.current = { of, value: crypto.randomUUID() }
    const label = importing.label(used[0]?.name ?? '', used.length - 1).slice(0, 256)
    setIsSending(true)
    setSent(0)
    let first: string | undefined
    const isDone = await attempt(async () => {
      for (let from = 0; from < good; from += most) {
        const said = await checker.current?.ask({ kind: 'rows', from, to: from + most, overrides })
        if (said?.kind !== 'rows') return
        const { importId } = await sendImport(label, said.rows, `${key.current.value}-${from}`)
        first ??= importId
        setSent(Math.min(good, from + most))
      }
    })
    setIsSending(false)
    if (!isDone || first === undefined) return
    key.current = { of: '', value: '' }
    void queryClient.invalidateQueries({ queryKey: importsKey })
    navigate(good > most ? '/imports' : `/imports/${encodeURIComponent(first)}`)
  }

  return { sent, isSending, send }
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
