/** The devices of a partner's batch: given a profile, or removed. */
import { Button } from '@fluentui/react-components'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { PartnerDevicePage } from 'taxiway-autopilot/admin'
import { useParams } from 'wouter'
import { ask } from '../../api/ask.ts'
import { pathOfCustomer } from '../../api/customers.ts'
import { visible } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Loaded } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'
import { BatchActs } from './batch-acts.tsx'
import { BatchDevices } from './batch-devices.tsx'

const { common } = texts

export function BatchScreen(): ReactNode {
  const { customer = '', batch = '' } = useParams()
  const name = decoded(batch)
  const path = `${pathOfCustomer(customer)}/batches/${encodeURIComponent(name)}/devices`
  const query = useInfiniteQuery({
    queryKey: ['entities', path],
    queryFn: ({ pageParam }) =>
      ask<PartnerDevicePage>(pageParam === '' ? path : `${path}?cursor=${pageParam}`),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  return (
    <Page title={visible(name)}>
      <Loaded query={query}>
        {({ pages }) => {
          const rows = pages.flatMap(({ value }) => value)
          return (
            <>
              <BatchActs
                customer={customer}
                batch={name}
                chosen={rows.map(({ id }) => id).filter((id) => chosen.has(id))}
              />
              <BatchDevices of={rows} chosen={chosen} onChoose={setChosen} />
              {query.hasNextPage && (
                <Button onClick={() => void query.fetchNextPage()}>{common.more}</Button>
              )}
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
