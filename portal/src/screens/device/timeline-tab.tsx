/** What happened to the device, newest first. */
import { Button } from '@fluentui/react-components'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Device, TimelineEntry } from 'taxiway-autopilot/admin'
import { Link } from 'wouter'
import { fetchTimeline } from '../../api/device-detail.ts'
import { Actor } from '../../look/actor.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Loaded } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { auditSentence } from '../../texts/audit-sentence.ts'
import { texts } from '../../texts/texts.ts'

const { devicePage, common } = texts

export function TimelineTab({ device }: { device: Device }): ReactNode {
  const timeline = useInfiniteQuery({
    queryKey: ['devices', 'one', device.id, 'timeline'],
    queryFn: ({ pageParam }) => fetchTimeline(device.id, '', pageParam),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
  return (
    <section className="card stack">
      <Loaded query={timeline}>
        {({ pages }) => {
          const entries = pages.flatMap(({ value }) => value)
          if (entries.length === 0) return <p className="quiet">{devicePage.timelineEmpty}</p>
          return (
            <ol className="plain stack">
              {entries.map((entry) => (
                <Entry key={`${entry.at} ${entry.kind} ${entry.sentence}`} entry={entry} />
              ))}
            </ol>
          )
        }}
      </Loaded>
      {timeline.hasNextPage && (
        <Button size="small" onClick={() => void timeline.fetchNextPage()}>
          {devicePage.timelineMore}
        </Button>
      )}
    </section>
  )
}

function Entry({ entry }: { entry: TimelineEntry }): ReactNode {
  const { at, sentence, actor, link } = entry
  return (
    <li>
      <div>
        <OutsideText text={inWords(sentence)} />
      </div>
      <div className="quiet small row">
        <Time at={at} />
        <Actor name={actor} />
        {link?.startsWith('/') === true && (
          <Link className="link" href={link}>
            {common.open}
          </Link>
        )}
      </div>
    </li>
  )
}

/** Acts are named there as the API names them, as in the audit trail. */
function inWords(sentence: string): string {
  return sentence.replace(
    /^(Refused: )?(\w+(?: \w+){1,2})\.(?= |$)/,
    (_, refused: string | undefined, act: string) => `${refused ?? ''}${auditSentence(act)}.`,
  )
}
