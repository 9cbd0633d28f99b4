/** The certificates that an application proves itself with: their public parts, until when, one more, and the end of one. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
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
import { Pasted } from './pasted.tsx'

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
  async function add(certificate: string, name: string): Promise<boolean> {
    const body = { certificate, ...(name !== '' && { displayName: name }) }
    if (!(await attempt(() => ask(path, { method: 'POST', body })))) return false
    notify({ text: words.certificateAdded })
    await entitiesChanged()
    return true
  }

  return (
    <Pasted
      label={words.addCertificate}
      hint={words.certificateHint}
      nameLabel={words.certificateName}
      chooseLabel={words.chooseCertificate}
      onAdd={add}
    />
  )
}
