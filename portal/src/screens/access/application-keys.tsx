/** The public keys with which an application signs in instead of a certificate: listed and removed here, added elsewhere. */
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

const words = access.applications

/** `path` is where they are listed. Most applications have none, and nothing is said of them then. */
export function ApplicationKeys({ path }: { path: string }): ReactNode {
  const may = useMay()
  const keys = useEntities<ApplicationKey>(path)

  async function remove(id: string): Promise<void> {
    if (!(await attempt(() => ask(`${path}/${id}`, { method: 'DELETE' })))) return
    notify({ text: words.keyRemoved })
    await entitiesChanged()
  }

  return (
    <Loaded query={keys}>
      {(list) =>
        list.length > 0 && (
          <>
            <h3>{words.keys}</h3>
            <ul className="plain stack">
              {list.map((each) => (
                <li key={each.id} className="row">
                  <span className="grow">
                    {each.kid !== null && <OutsideText text={each.kid} />}{' '}
                    <span className="mono small">{each.id}</span> {words.bits(each.bits)}
                  </span>
                  {may('applications.write') && (
                    <Button size="small" onClick={() => void remove(each.id)}>
                      {words.removeKey}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          </>
        )
      }
    </Loaded>
  )
}
