/** Everything that one partner sent for the organization, newest first. */
import type { ReactNode } from 'react'
import { channels, isChannelKey } from 'taxiway-autopilot'
import type { Consent, PartnerSubmission } from 'taxiway-autopilot/admin'
import { useLocation, useParams } from 'wouter'
import { admin } from '../../api/ask.ts'
import { useEntities } from '../../api/entities.ts'
import { useLongList } from '../../api/long-list.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { OutsideText, visible } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Empty } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { number } from '../../texts/numbers.ts'
import { partners } from '../../texts/partner-texts.ts'

const { submissions } = partners
const titles = submissions.columns

export const submissionColumns = [
  textColumn<PartnerSubmission>(['at', titles.at], ({ at }) => at, {
    width: 160,
    phone: true,
    cell: ({ at }) => <Time at={at} />,
  }),
  textColumn<PartnerSubmission>(['channel', titles.channel], titleOf, { width: 140 }),
  textColumn<PartnerSubmission>(['batch', titles.batch], ({ batch }) => batch ?? '', {
    width: 240,
    phone: true,
    grows: true,
    cell: ({ batch }) => <OutsideText text={batch} />,
  }),
  textColumn<PartnerSubmission>(['rows', titles.rows], ({ rows }) => number(rows), {
    width: 100,
    isNumber: true,
  }),
  textColumn<PartnerSubmission>(['complete', titles.complete], (each) => number(each.complete), {
    width: 110,
    isNumber: true,
  }),
  textColumn<PartnerSubmission>(['error', titles.error], ({ error }) => number(error), {
    width: 100,
    isNumber: true,
    phone: true,
  }),
]

function titleOf({ channel }: PartnerSubmission): string {
  return isChannelKey(channel) ? channels[channel].title : channel
}

export function PartnerScreen(): ReactNode {
  const { partner = '' } = useParams()
  const [, navigate] = useLocation()
  const consents = useEntities<Consent>(`${admin}/partners`)
  const query = useLongList<PartnerSubmission>(
    `${admin}/partners/${encodeURIComponent(partner)}/submissions?limit=200`,
    { by: 'after' },
  )
  const name = consents.data?.find((each) => each.partner.id === partner)?.partner.displayName
  return (
    <Page title={visible(name ?? partners.title)} isFull>
      <SimpleList
        name={partners.added}
        query={query}
        columns={submissionColumns}
        idOf={({ id }) => id}
        nameOf={({ batch, at }) => batch ?? at}
        onOpen={({ id }) => navigate(`/partners/${partner}/${id}`)}
        empty={<Empty picture="plane" title={submissions.empty} text={submissions.emptyText} />}
      />
    </Page>
  )
}
