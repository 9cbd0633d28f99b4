/** Who or what is in a group: the first hundred by name, and how many more. */
import type { ReactNode } from 'react'
import type { GraphPage, User } from 'taxiway-autopilot'
import { graphV1 } from '../../api/ask.ts'
import { useEntity } from '../../api/entities.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Loaded } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'

const { groups } = texts

type Member = Pick<User, 'id' | 'displayName'>

export function Members({ id, count }: { id: string; count: number | undefined }): ReactNode {
  const members = useEntity<GraphPage<Member>>(`${graphV1}/groups/${id}/members?$top=100`)
  return (
    <section className="card">
      <h2>{groups.membersCounted(count ?? members.data?.value.length)}</h2>
      <Loaded query={members}>
        {({ value: list }) =>
          list.length === 0 ? (
            <p className="quiet">{groups.noMembers}</p>
          ) : (
            <>
              <ul className="plain members">
                {list.map((member) => (
                  <li key={member.id}>
                    <OutsideText text={member.displayName ?? member.id} />
                  </li>
                ))}
              </ul>
              {count !== undefined && count > list.length && (
                <p className="quiet">{groups.more(count - list.length)}</p>
              )}
            </>
          )
        }
      </Loaded>
    </section>
  )
}
