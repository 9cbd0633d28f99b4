/** The public keys with which an application signs in instead of a certificate: what they are called, one more, and the end of one. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { ApplicationKey } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { ask } from '../../api/ask.ts'
import { entitiesChanged, useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Loaded } from '../../look/states.tsx'
import { access } from '../../texts/access-texts.ts'
import { Expiry } from './expiry.tsx'
import { Pasted } from './pasted.tsx'
import { publicKeyOf } from './public-key.ts'

const words = access.applications

/** `path` is where they are listed. Most applications have none; people who may not add one read nothing about them then. */
export function ApplicationKeys({ path }: { path: string }): ReactNode {
  const isWriter = useMay()('applications.write')
  const keys = useEntities<ApplicationKey>(path)

  async function remove(id: string): Promise<void> {
    if (!(await attempt(() => ask(`${path}/${id}`, { method: 'DELETE' })))) return
    notify({ text: words.keyRemoved })
    await entitiesChanged()
  }

  async function add(text: string, name: string, lastDay: string): Promise<boolean> {
    const isDone = await attempt(async () => {
      const key = await publicKeyOf(text)
      const expiresAt = lastDay === '' ? undefined : new Date(`${lastDay}T23:59:59.999`)
      const body = { key: { ...key, ...(name !== '' && { kid: name }) }, expiresAt }
      await ask(path, { method: 'POST', body })
    })
    if (!isDone) return false
    notify({ text: words.keyAdded })
    await entitiesChanged()
    return true
  }

  return (
    <Loaded query={keys}>
      {(list) =>
        (isWriter || list.length > 0) && (
          <>
            <h3>{words.keys}</h3>
            <ul className="plain stack">
              {list.length === 0 && <li className="quiet">{words.noKeys}</li>}
              {list.map((each) => (
                <li key={each.id} className="row">
                  <span className="grow">
                    {each.kid !== null && <OutsideText text={each.kid} />}{' '}
                    <span className="mono small">{each.id}</span> {words.bits(each.bits)}{' '}
                    <Expiry at={each.expiresAt} />
                  </span>
                  {isWriter && (
                    <Button size="small" onClick={() => void remove(each.id)}>
                      {words.removeKey}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            {isWriter && (
              <Pasted
                label={words.addKey}
                hint={words.keyHint}
                nameLabel={words.keyName}
                chooseLabel={words.chooseKey}
                lastDayLabel={words.keyLastDay}
                onAdd={add}
              />
            )}
          </>
        )
      }
    </Loaded>
  )
}
