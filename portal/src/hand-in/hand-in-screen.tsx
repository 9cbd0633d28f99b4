/** Where somebody without an account hands in a device with a code, on a phone or at the device itself. */
import { Button, Field, Input, Textarea } from '@fluentui/react-components'
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import type { AdminErrorBody, IntakeStatus } from 'taxiway-autopilot/admin'
import { ChooseFile } from '../look/choose-file.tsx'
import { OutsideText } from '../look/outside-text.tsx'
import { Page } from '../look/page.tsx'
import { handIn as words } from '../texts/intake-texts.ts'
import { type HandedIn, handedInBy } from './handed-in.ts'

const path = '/intake/v1'
/** Between two questions what became of it. ms */
const pause = 5_000

export function HandInScreen(): ReactNode {
  const [code, setCode] = useState(() => decodeURIComponent(location.hash.slice(1)))
  const [content, setContent] = useState('')
  const [note, setNote] = useState('')
  const [error, setError] = useState<string>()
  const [status, setStatus] = useState<IntakeStatus>()
  useFollowed(code, status, setStatus)

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault()
    setError(undefined)
    const given = handedInBy(content)
    if (given === undefined) return setError(words.nothing)
    const body: HandedIn & { code: string; note?: string } = {
      code: code.trim(),
      ...given,
      ...(note.trim() !== '' && { note: note.trim() }),
    }
    const refusal = await posted('submissions', body)
    if (typeof refusal === 'string') setError(refusal)
    else setStatus({ state: 'pending', serialNumber: null, reason: null })
  }

  async function read(file: File): Promise<void> {
    setContent(await file.text())
  }

  return (
    <Page title={words.title}>
      <p>{words.intro}</p>
      {error !== undefined && (
        <div className="bar danger" role="alert">
          {error}
        </div>
      )}
      {status === undefined ? (
        <form className="form single" onSubmit={(event) => void send(event)}>
          <Field label={words.code} required>
            <Input value={code} autoComplete="off" onChange={(_, { value }) => setCode(value)} />
          </Field>
          <Field label={words.content} hint={words.contentHint} required>
            <Textarea
              value={content}
              rows={6}
              spellCheck={false}
              onChange={(_, { value }) => setContent(value)}
            />
          </Field>
          <div>
            <ChooseFile label={words.choose} onFile={(file) => void read(file)} />
          </div>
          <Field label={words.note}>
            <Input value={note} maxLength={200} onChange={(_, { value }) => setNote(value)} />
          </Field>
          <div>
            <Button
              type="submit"
              appearance="primary"
              disabled={code.trim() === '' || content.trim() === ''}
            >
              {words.send}
            </Button>
          </div>
        </form>
      ) : (
        <p role="status">
          <OutsideText text={sentenceOf(status)} />
        </p>
      )}
    </Page>
  )
}

function useFollowed(
  code: string,
  status: IntakeStatus | undefined,
  onStatus: (status: IntakeStatus) => void,
): void {
  const isWaiting = status?.state === 'pending'
  useEffect(() => {
    if (!isWaiting) return undefined
    const timer = setInterval(() => {
      void posted('status', { code: code.trim() }).then((said) => {
        if (typeof said !== 'string') onStatus(said as IntakeStatus)
      })
    }, pause)
    return () => clearInterval(timer)
  }, [code, isWaiting, onStatus])
}

/** The answer, or why there is none. */
async function posted(name: string, body: object): Promise<object | string> {
  try {
    const answer = await fetch(`${path}/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const said = (await answer.json()) as object
    return answer.ok ? said : (said as AdminErrorBody).error.message
  } catch {
    return words.failed
  }
}

function sentenceOf({ state, serialNumber, reason }: IntakeStatus): string {
  if (state === 'approved') return words.approved(serialNumber ?? '')
  if (state === 'rejected') return words.rejected(reason ?? '')
  return state === 'expired' ? words.expired : words.waiting
}
