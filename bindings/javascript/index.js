// CodeArts Deploy for Node: promises over the C library (codearts_deploy.h, which describes every operation).
//
//   const { Client } = require("codearts_deploy");
//   const client = new Client({ region: "cn-north-4" });
//   const deployment = await client.call("deploy", { task_id, params }, { onEvent: console.log, signal });
//
// An operation runs on a thread of the library. The loop watches the client's descriptor, and is kept alive by
// operations that have not ended.
"use strict";

const addon = require(process.env.CODEARTS_DEPLOY_ADDON || "./codearts_deploy.node");

const END = 2; // the last status that is no error

/** What the library answers instead of a result. */
class CodeArtsDeployError extends Error {
  constructor(document, options) {
    super(document.message, options);
    this.name = "CodeArtsDeployError";
    this.status = document.status;
    /** "not_sent", "refused", "started", "unknown"; undefined where nothing was to start. */
    this.outcome = document.outcome;
    this.violations = document.violations ?? [];
    this.document = document;
  }
}

/** A misuse, like Node's own: nothing was sent. */
class ClosedError extends Error {
  constructor(what) {
    super(`this ${what} is closed; nothing was sent`);
    this.name = "ClosedError";
    this.code = "ERR_CODEARTS_DEPLOY_CLOSED";
  }
}

/** What must not be undefined, which would be a NULL. */
function text(value, name) {
  if (typeof value === "string" || value instanceof Uint8Array) return value;
  throw new TypeError(`${name} must be a string`);
}

/** An object as JSON, or JSON text. A NUL in an object is passed on as one, so that the library refuses it. */
function json(value, name) {
  if (typeof value === "string" || value instanceof Uint8Array) return value;
  const written = JSON.stringify(value);
  return text(written, name).replace(/(?<!\\)((?:\\\\)*)\\u0000/g, "$1\0");
}

/** The document of an answer, or its error. */
function take([status, document]) {
  const read = document === undefined ? {} : JSON.parse(document);
  if (status <= END) return read;
  throw new CodeArtsDeployError({ status: addon.statusName(status), message: "Memory ran out.", ...read });
}

/** An operation in the background, made by `Client.submit`. */
class Operation {
  #handle;
  #ended; // the answer, once there is one; null if it was closed before
  #waiters = [];
  #leave;

  /** `follow(id, look)` has `look` called when there is news, until what it returned is called. */
  constructor(handle, signal, follow) {
    this.#handle = handle;
    this.id = addon.operationId(handle);
    const cancel = () => this.cancel();
    signal?.addEventListener("abort", cancel, { once: true });
    const unfollow = follow(this.id, () => this.#look());
    this.#leave = () => (signal?.removeEventListener("abort", cancel), unfollow());
  }

  /** Its result; rejects with the error, every time. */
  async wait() {
    while (this.#ended === undefined) await this.#news();
    if (this.#ended === null) throw new ClosedError("operation");
    return take(this.#ended);
  }

  /** The events that have not been taken yet, to the last one. */
  async *[Symbol.asyncIterator]() {
    for (;;) {
      if (this.#handle === undefined) throw new ClosedError("operation");
      const answer = addon.operationNextEvent(this.#handle);
      if (answer[1] !== undefined) yield take(answer);
      else if (answer[0] === END) return;
      else await this.#news();
    }
  }

  /** Ends it; `wait` says how it ended. */
  cancel() {
    if (this.#handle !== undefined) addon.operationCancel(this.#handle);
  }

  /** Frees it. One that has not ended is cancelled, and its outcome is lost. */
  close() {
    if (this.#handle === undefined) return;
    if (this.#ended === undefined) this.#end(null);
    addon.operationFree(this.#handle);
    this.#handle = undefined;
  }

  #look() {
    const answer = addon.operationWait(this.#handle);
    if (answer[1] !== undefined) this.#end(answer);
    else this.#wake();
  }

  #end(answer) {
    this.#ended = answer;
    this.#leave();
    this.#wake();
  }

  #news() {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  #wake() {
    for (const resolve of this.#waiters.splice(0)) resolve();
  }
}

/** A configuration with its connections. */
class Client {
  #handle;
  #looks = new Map(); // by the id of an operation that has not ended
  #isClosed = false;

  constructor(configuration = {}) {
    const answer = addon.clientNew(json(configuration, "configuration"));
    take(answer);
    this.#handle = answer[2];
  }

  /**
   * Runs an operation to its end, with each of its events to `onEvent`. An abort of `signal` cancels it, and the error
   * says what became of it; so does an exception of `onEvent`, which is then the error.
   */
  async call(operation, request = {}, { onEvent, signal } = {}) {
    const running = this.submit(operation, request, { signal });
    try {
      if (onEvent !== undefined) for await (const event of running) onEvent(event);
      return await running.wait();
    } catch (error) {
      if (error instanceof CodeArtsDeployError && signal?.aborted) error.cause = signal.reason;
      running.cancel();
      await running.wait().catch(() => {}); // it has its end; the error says why
      throw error;
    } finally {
      running.close();
    }
  }

  /** Begins an operation in the background. */
  submit(operation, request = {}, { signal } = {}) {
    if (this.#isClosed) throw new ClosedError("client");
    const [name, body] = [text(operation, "operation"), json(request, "request")];
    if (signal?.aborted) {
      const document = { status: "CAD_E_CANCELLED", message: "It was aborted; nothing was sent.", outcome: "not_sent" };
      throw new CodeArtsDeployError(document, { cause: signal.reason });
    }
    const answer = addon.clientSubmit(this.#handle, name, body);
    take(answer);
    return new Operation(answer[2], signal, (id, look) => this.#follow(id, look));
  }

  /** Closes the connections once what runs has ended. */
  close() {
    if (!this.#isClosed && this.#looks.size === 0) addon.clientFree(this.#handle);
    this.#isClosed = true;
  }

  #follow(id, look) {
    if (this.#looks.size === 0) addon.clientListen(this.#handle, () => this.#listen());
    this.#looks.set(id, look);
    return () => this.#unfollow(id);
  }

  #unfollow(id) {
    this.#looks.delete(id);
    if (this.#looks.size > 0) return;
    addon.clientRest(this.#handle);
    if (this.#isClosed) addon.clientFree(this.#handle);
  }

  #listen() {
    for (let id; (id = addon.clientNextReady(this.#handle)) !== 0; ) this.#looks.get(id)?.();
  }
}

for (const kind of [Client, Operation]) {
  if (Symbol.dispose) kind.prototype[Symbol.dispose] = kind.prototype.close;
}

/** Starts a deployment; endpoint and region come from the environment, and so does the token if none is given. */
async function startTask(taskId, body = {}, token = undefined) {
  const given = [text(taskId, "task_id"), json(body, "body"), token === undefined ? token : text(token, "token")];
  return take(await new Promise((resolve) => addon.startTask(...given, resolve)));
}

/** Checks a request without sending anything. */
function validate(operation, request) {
  return take(addon.validate(text(operation, "operation"), json(request, "request")));
}

/** Describes an operation, or all of them as one OpenAPI document. */
function schema(operation = undefined) {
  return take(addon.schema(operation === undefined ? operation : text(operation, "operation")));
}

const version = addon.version();

module.exports = { Client, Operation, CodeArtsDeployError, ClosedError, startTask, validate, schema, version };
