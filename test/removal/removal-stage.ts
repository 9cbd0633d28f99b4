/** The server with devices in all registers. */
import { openPlanSite, type PlanSite } from './plan-site.ts'

export let site: PlanSite

export async function openStage() {
  site = await openPlanSite()
}

export async function beginTest() {
  await site.begin()
}

export const register = (...serials: string[]) => site.register(...serials)

export const enroll = (serial: string, more?: object) => site.enroll(serial, more)

export const act = (id: string, verb: string) => site.act(id, verb)

export const look = (id: string) => site.look(id)

export const work = () => site.work()
