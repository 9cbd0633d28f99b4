/** The certificates that an application proves itself with: their public parts, until when, one more, and the end of one. */
import { Button, Field, Textarea } from '@fluentui/react-components'
import { type ReactNode, useRef, useState } from 'react'
import type { ApplicationCertificate } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { ask } from '../../api/ask.ts'
import { entitiesChanged, useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Loaded } from '../../look/states.tsx'
import { access } from '../../texts/access-texts.ts'
import { Expiry } from './expiry.tsx'

const words = access.applications

/** `path` is where they are listed. */
export function ApplicationCertificates({ path }: { path: string }): ReactNode {
  const may = useMay()
  const certificates = useEntities<ApplicationCertificate>(path)

  async function remove(id: string): Promise<void> {
    if (!(await attempt(() => ask(`${path}/${id}`, { method: 'DELETE' })))) return
    notify({ text: words.certificateRemoved })
    await entitiesChanged()
  }

  return (
    <>
      <h3>{words.certificates}</h3>
      <Loaded query={certificates}>
        {(list) => (
          <ul className="plain stack">
            {list.length === 0 && <li className="quiet">{words.noCertificates}</li>}
            {list.map((each) => (
              <li key={each.id} className="row">
                <span className="grow">
                  <OutsideText text={each.displayName ?? each.subject} />{' '}
                  <span className="mono small">{each.thumbprint}</span>{' '}
                  <Expiry at={each.expiresAt} />
                </span>
                {may('applications.write') && (
                  <Button size="small" onClick={() => void remove(each.id)}>
                    {words.removeSecret}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {may('applications.write') && <Adding path={path} />}
    </>
  )
}

function Adding({ path }: { path: string }): ReactNode {
  const [text, setText] = useState('')
  const input = useRef<HTMLInputElement>(null)

  async function take(file: File | undefined): Promise<void> {
    if (file === undefined) return
    const bytes = new Uint8Array(await file.arrayBuffer())
    const said = new TextDecoder().decode(bytes)
    setText(said.includes('-----BEGIN') ? said : btoa(String.fromCharCode(...bytes)))
  }

  async function add(): Promise<void> {
    const body = { certificate: text.trim() }
    if (!(await attempt(() => ask(path, { method: 'POST', body })))) return
    setText('')
    notify({ text: words.certificateAdded })
    await entitiesChanged()
  }

  return (
    <>
      <Field label={words.addCertificate} hint={words.certificateHint}>
        <Textarea
          value={text}
          rows={3}
          spellCheck={false}
          className="mono"
          maxLength={64 * 1024}
          onChange={(_, { value }) => setText(value)}
        />
      </Field>
      <div className="row wrap">
        <Button onClick={() => input.current?.click()}>{words.chooseCertificate}</Button>
        <Button disabled={text.trim() === ''} onClick={() => void add()}>
          {words.addCertificate}
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={words.chooseCertificate}
        onChange={({ currentTarget }) => {
          void take(currentTarget.files?.[0])
          currentTarget.value = ''
        }}
      />
    </>
  )
}
