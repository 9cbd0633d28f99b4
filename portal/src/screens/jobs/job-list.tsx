/** The jobs and imports of the last 30 days, the newest first. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { Import, Job } from 'taxiway-autopilot/admin'
import { Link } from 'wouter'
import { useAllJobs } from '../../api/all-jobs.ts'
import { useRecentImports } from '../../api/imports.ts'
import { useMay } from '../../api/me.ts'
import { Actor } from '../../look/actor.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Progress } from '../../look/progress.tsx'
import { Loaded, NoPermission } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'
import { JobItem } from './job-item.tsx'

/** Of a person who sees imports alone. */
const noJobs = { data: [] as Job[], error: null, refetch: () => undefined }

export function JobList(): ReactNode {
  const may = useMay()
  const mayJobs = may('devices.read')
  const jobs = useAllJobs(mayJobs)
  const imports = useRecentImports(may('imports.read')).data?.value ?? []
  if (!(mayJobs || may('imports.read'))) return <NoPermission />
  const read = jobs.data?.pages.flatMap(({ value }) => value)
  return (
    <Loaded query={mayJobs ? { ...jobs, data: read } : noJobs}>
      {(value) =>
        value.length + imports.length === 0 ? (
          <p className="quiet">{texts.jobs.empty}</p>
        ) : (
          <>
            <ul className="cards-list">
              {[
                ...value.map((job) => ({
                  at: job.createdAt,
                  item: <JobItem key={job.id} job={job} />,
                })),
                ...imports.map((each) => ({
                  at: each.at,
                  item: <ImportItem key={each.importId} of={each} />,
                })),
              ]
                .toSorted((a, b) => b.at.localeCompare(a.at))
                .map(({ item }) => item)}
            </ul>
            {jobs.hasNextPage && (
              <Button disabled={jobs.isFetching} onClick={() => void jobs.fetchNextPage()}>
                {texts.jobs.older}
              </Button>
            )}
          </>
        )
      }
    </Loaded>
  )
}

function ImportItem({ of }: { of: Import }): ReactNode {
  const { importId, label, rows, undecided, complete, error } = of
  const name = texts.jobs.import(label ?? importId)
  return (
    <li className="card job">
      <div className="row firsts">
        <strong className="grow">
          <Link className="link" href={`/imports/${encodeURIComponent(importId)}`}>
            <OutsideText text={name} />
          </Link>
        </strong>
        <span className="quiet small">{texts.jobs.states[undecided > 0 ? 'running' : 'done']}</span>
      </div>
      <div className="quiet small">
        <Time at={of.at} /> <Actor name={of.by} />
      </div>
      {undecided > 0 && <Progress part={rows - undecided} all={rows} name={name} />}
      <div className="small">
        {undecided > 0
          ? texts.jobs.progress(rows - undecided, rows)
          : texts.imports.result(complete, error)}
      </div>
    </li>
  )
}
