/** Who did what, newest first, with what was refused. */
import { Button } from '@fluentui/react-components'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { AuditPage } from 'taxiway-autopilot/admin'
import { useSearchParams } from 'wouter'
import { attempt } from '../../act/run-act.ts'
import { admin, ask, askForFile } from '../../api/ask.ts'
import { useMay } from '../../api/me.ts'
import { Page } from '../../look/page.tsx'
import { saveFile } from '../../look/save-file.ts'
import { Empty, Loaded, NoPermission } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'
import { TrailEntry } from './trail-entry.tsx'
import { queryOf, TrailFilters } from './trail-filters.tsx'

const { audit } = texts

export function AuditScreen(): ReactNode {
  const may = useMay()
  return may('audit.read') ? <Trail /> : <NoPermission />
}

function Trail(): ReactNode {
  const [parameters, setParameters] = useSearchParams()
  const query = queryOf(parameters)
  const trail = useInfiniteQuery({
    queryKey: ['audit', query],
    queryFn: ({ pageParam, signal }) =>
      ask<AuditPage>(
        `${admin}/audit?limit=100${query}${pageParam === '' ? '' : `&after=${pageParam}`}`,
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
  const put = (name: string, value: string) =>
    setParameters((before) => {
      const next = new URLSearchParams(before)
      if (value === '') next.delete(name)
      else next.set(name, value)
      return next
    })

  async function save(format: 'jsonl' | 'csv'): Promise<void> {
    await attempt(async () => {
      saveFile(
        `audit.${format}`,
        await askForFile(`${admin}/audit/export?format=${format}${query}`),
      )
    })
  }

  return (
    <Page
      title={audit.title}
      aside={
        <div className="row wrap">
          <Button size="small" onClick={() => void save('jsonl')}>
            {audit.exportLines}
          </Button>
          <Button size="small" onClick={() => void save('csv')}>
            {audit.exportCsv}
          </Button>
          <span className="quiet small no-print">{audit.verify}</span>
        </div>
      }
    >
      <TrailFilters of={parameters} onChange={put} />
      <Loaded query={trail}>
        {({ pages }) => {
          const entries = pages.flatMap(({ value }) => value)
          if (entries.length === 0)
            return <Empty picture="tower" title={audit.empty} text={audit.emptyText} />
          return (
            <ol className="plain entries">
              {entries.map((entry) => (
                <TrailEntry key={entry.id} of={entry} />
              ))}
            </ol>
          )
        }}
      </Loaded>
      {trail.hasNextPage && (
        <div>
          <Button onClick={() => void trail.fetchNextPage()}>{audit.older}</Button>
        </div>
      )}
    </Page>
  )
}
