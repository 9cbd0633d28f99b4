/** The release certificates of a completed transfer. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { TransferCertificates as Certificates } from 'taxiway-autopilot/admin'
import { useEntity } from '../../api/entities.ts'
import { transfersPath } from '../../api/transfers.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Loaded } from '../../look/states.tsx'
import { transfers as words } from '../../texts/transfer-texts.ts'

export function TransferCertificates({ id }: { id: string }): ReactNode {
  const query = useEntity<Certificates>(`${transfersPath}/${id}/certificates`)
  return (
    <section className="stack">
      <h3>{words.certificates}</h3>
      <Loaded query={query}>
        {({ certificates }) => (
          <>
            <ul className="plain stack">
              {certificates.map((each) => (
                <li key={each.id} className="row">
                  <span className="grow">
                    <OutsideText text={`${each.serialNumber} · ${each.sequence}`} />
                  </span>
                  <a className="link" href={`/verify/${each.id}`} target="_blank" rel="noreferrer">
                    {words.verify}
                  </a>
                </li>
              ))}
            </ul>
            <div>
              <Button onClick={() => save(id, certificates)}>{words.saveCertificates}</Button>
            </div>
          </>
        )}
      </Loaded>
    </section>
  )
}

/** As `taxiway release verify` reads them. */
function save(id: string, certificates: Certificates['certificates']): void {
  const text = JSON.stringify({ certificates }, undefined, 2)
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `certificates-${id}.json`
  link.click()
  URL.revokeObjectURL(url)
}
