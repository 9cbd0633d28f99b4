/** A partner's batches at a customer, and the form that fills them. */

import type { ReactNode } from 'react'
import type { PartnerBatch } from 'taxiway-autopilot/admin'
import { Link } from 'wouter'
import { pathOfCustomer } from '../../api/customers.ts'
import { useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Some } from '../../look/some.tsx'
import { Loaded } from '../../look/states.tsx'
import { Status } from '../../look/status.tsx'
import { Time } from '../../look/time.tsx'
import { number } from '../../texts/numbers.ts'
import { customers } from '../../texts/partner-texts.ts'
import { UploadForm } from './upload-form.tsx'

const titles = customers.batchColumns

export function BatchesTab({ customer }: { customer: string }): ReactNode {
  const may = useMay()
  const query = useEntities<PartnerBatch>(`${pathOfCustomer(customer)}/batches`)
  return (
    <Loaded query={query}>
      {(batches) => (
        <>
          {may('partner-devices.add') && (
            <UploadForm customer={customer} batches={batches.map(({ id }) => id)} />
          )}
          <section className="card stack">
            <h2>{customers.batches}</h2>
            {batches.length === 0 ? (
              <p className="quiet">{customers.noBatches}</p>
            ) : (
              <Some of={batches} step={100}>
                {(shown) => <Table customer={customer} of={shown} />}
              </Some>
            )}
          </section>
        </>
      )}
    </Loaded>
  )
}

function Table({ customer, of }: { customer: string; of: readonly PartnerBatch[] }): ReactNode {
  return (
    <div className="scroll">
      <table className="table stacked">
        <thead>
          <tr>
            <th scope="col">{titles.name}</th>
            <th scope="col">{titles.devices}</th>
            <th scope="col">{titles.made}</th>
            <th scope="col">{titles.state}</th>
          </tr>
        </thead>
        <tbody>
          {of.map(({ id, devices, createdAt, isBusy }) => (
            <tr key={id}>
              <td>
                <Link
                  className="link"
                  href={`/customers/${customer}/batches/${encodeURIComponent(id)}`}
                >
                  <OutsideText text={id} />
                </Link>
              </td>
              <td>{number(devices)}</td>
              <td>
                <Time at={createdAt} />
              </td>
              <td>
                <Status tone={isBusy ? 'busy' : 'good'}>
                  {isBusy ? customers.busy : customers.idle}
                </Status>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
