/** What people and programs may do now who began work that goes on without them. */
import { type Standing, type StandingDeps, standingBy } from '../../core/standing/standing.ts'
import { applicationsIn } from '../../storage/applications/applications.ts'
import { directoryPeopleIn } from '../../storage/directory/directory-people.ts'
import { usersIn } from '../../storage/directory/users.ts'
import type { Store } from '../../storage/sql/store.ts'

export function standingIn(unit: Store, { access }: Pick<StandingDeps, 'access'>): Standing {
  return standingBy({
    access,
    applications: applicationsIn(unit),
    directoryPeople: directoryPeopleIn(unit),
    users: usersIn(unit),
  })
}
