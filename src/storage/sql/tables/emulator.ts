/**
 * The emulator's own tables. They are not migrations: an emulator creates them in their own schema when it starts,
 * and any other server removes it (leave-emulation.ts), so a registry never has them.
 */
import type { Store } from '../store.ts'

export async function ensureEmulatorTables({ pool }: Store): Promise<void> {
  await pool.query(`
    create schema if not exists taxiway_emulator;
    create table if not exists taxiway_emulator.fault (
      id bigint generated always as identity primary key,
      match jsonb not null,
      answer jsonb not null,
      times integer,
      remaining integer
    );
    create unlogged table if not exists taxiway_emulator.request (
      id bigint generated always as identity primary key,
      time timestamptz not null,
      method text not null,
      path text not null,
      query text not null,
      status integer,
      client text not null,
      body text,
      fault_id bigint,
      milliseconds double precision not null
    )`)
}
