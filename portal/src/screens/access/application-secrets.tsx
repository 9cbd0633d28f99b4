/** The secrets of an application: how long they are good for, a new one, and the end of one. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { ApplicationSecret, NewApplicationSecret } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { ask } from '../../api/ask.ts'
import { entitiesChanged, useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Loaded } from '../../look/states.tsx'
import { access } from '../../texts/access-texts.ts'
import { texts } from '../../texts/texts.ts'
import { Expiry } from './expiry.tsx'
import { ShownOnce } from './shown-once.tsx'

const { common } = texts
const words = access.applications

/** `path` is where they are listed. */
export function ApplicationSecrets({ path }: { path: string }): ReactNode {
  const may = useMay()
  const secrets = useEntities<ApplicationSecret>(path)
  const [fresh, setFresh] = useState<string>()

  async function make(): Promise<void> {
    await attempt(async () => {
      const made = await ask<NewApplicationSecret>(path, { method: 'POST', body: {} })
      setFresh(made.secret)
      await entitiesChanged()
    })
  }

  async function remove(id: string): Promise<void> {
    if (!(await attempt(() => ask(`${path}/${id}`, { method: 'DELETE' })))) return
    notify({ text: words.removed })
    await entitiesChanged()
  }

  return (
    <>
      <h3>{words.secrets}</h3>
      <Loaded query={secrets}>
        {(list) => (
          <ul className="plain stack">
            {list.length === 0 && <li className="quiet">{words.noSecrets}</li>}
            {list.map((secret) => (
              <li key={secret.id} className="row">
                <span className="grow">
                  <OutsideText
                    text={secret.displayName ?? (secret.hint ? `${secret.hint}…` : words.unnamed)}
                  />{' '}
                  <Expiry at={secret.expiresAt} />
                </span>
                {may('applications.write') && (
                  <Button size="small" onClick={() => void remove(secret.id)}>
                    {words.removeSecret}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {fresh !== undefined && (
        <ShownOnce title={words.secretTitle} text={common.shownOnce} secret={fresh} />
      )}
      {may('applications.write') && (
        <div>
          <Button onClick={() => void make()}>{words.newSecret}</Button>
        </div>
      )}
    </>
  )
}
