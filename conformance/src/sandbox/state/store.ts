import type { Json } from "../../exchange/types.js";
import type { Operation } from "../../openapi/operation.js";

/** As many things are kept, and as many bytes of them; the oldest go first. */
const MAX_THINGS = 10_000;
const MAX_BYTES = 32 * 1024 * 1024;

/** A thing that was written. */
export interface Thing {
  readonly value: Json;
  /** How often each operation beneath it was read. */
  readonly reads: Map<Operation, number>;
}

/** The things at one path: those that were written, and those that are gone. */
export interface Collection {
  readonly things: ReadonlyMap<string, Thing>;
  readonly gone: ReadonlySet<string>;
}

const NOTHING: Collection = { things: new Map(), gone: new Set() };

interface OwnCollection {
  readonly things: Map<string, Thing>;
  readonly gone: Set<string>;
}

/** What a sandbox remembers of writes, by path of the collection; bounded. */
export class Store {
  readonly #collections = new Map<string, OwnCollection>();
  /** Oldest first. */
  readonly #sizes = new Map<string, number>();
  readonly #counts = new Map<string, number>();
  #bytes = 0;

  get isEmpty(): boolean {
    return this.#collections.size === 0;
  }

  /** The number of things that are kept. */
  get size(): number {
    return this.#sizes.size;
  }

  /** `undefined` when nothing was ever written there. */
  find(path: string): Collection | undefined {
    return this.#collections.get(path);
  }

  at(path: string): Collection {
    return this.#collections.get(path) ?? NOTHING;
  }

  put(path: string, id: string, value: Json): void {
    const collection = this.#own(path);
    this.#forget(path, id);
    const reads = collection.things.get(id)?.reads ?? new Map<Operation, number>();
    collection.things.set(id, { value, reads });
    collection.gone.delete(id);
    const size = JSON.stringify(value).length;
    this.#sizes.set(keyOf(path, id), size);
    this.#bytes += size;
    for (const oldest of this.#sizes.keys()) {
      if (this.#sizes.size <= MAX_THINGS && this.#bytes <= MAX_BYTES) break;
      const [from = "", which = ""] = oldest.split("\n");
      this.#forget(from, which);
      this.#collections.get(from)?.things.delete(which);
    }
  }

  remove(path: string, id: string): void {
    const collection = this.#own(path);
    this.#forget(path, id);
    collection.things.delete(id);
    collection.gone.add(id);
    // What is gone is small; the oldest may come back.
    for (const oldest of collection.gone) {
      if (collection.gone.size <= MAX_THINGS) break;
      collection.gone.delete(oldest);
    }
  }

  /** Takes away what is beneath a path that is gone. */
  removeBeneath(path: string): void {
    for (const other of this.#collections.keys()) {
      if (!other.startsWith(`${path}/`)) continue;
      for (const id of this.#collections.get(other)?.things.keys() ?? []) this.#forget(other, id);
      this.#collections.delete(other);
    }
  }

  /** Counts up, from 1, for each kind of thing. */
  count(kind: string): number {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return count;
  }

  clear(): void {
    this.#collections.clear();
    this.#sizes.clear();
    this.#counts.clear();
    this.#bytes = 0;
  }

  #own(path: string): OwnCollection {
    const known = this.#collections.get(path);
    if (known !== undefined) return known;
    const made: OwnCollection = { things: new Map(), gone: new Set() };
    this.#collections.set(path, made);
    return made;
  }

  #forget(path: string, id: string): void {
    const key = keyOf(path, id);
    this.#bytes -= this.#sizes.get(key) ?? 0;
    this.#sizes.delete(key);
  }
}

function keyOf(path: string, id: string): string {
  return `${path}\n${id}`;
}
