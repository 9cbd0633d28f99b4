/** Every word of the portal, by the place where it stands. */
import { ages, common, grid } from './common-texts.ts'
import { bench, devicePage } from './device-page-texts.ts'
import {
  deviceActs,
  deviceDelete,
  deviceEdit,
  deviceFields,
  deviceList,
  enrollmentState,
  profileStatus,
} from './device-texts.ts'
import { jobs } from './job-texts.ts'
import { overview } from './overview-texts.ts'
import { keys, landing, nav, shell } from './shell-texts.ts'

export const texts = {
  ages,
  bench,
  common,
  deviceActs,
  deviceDelete,
  deviceEdit,
  deviceFields,
  deviceList,
  devicePage,
  enrollmentState,
  grid,
  jobs,
  keys,
  landing,
  nav,
  overview,
  profileStatus,
  shell,
} as const
