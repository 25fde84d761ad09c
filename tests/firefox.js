"use strict";

// Loaded into Playwright's driver by firefox.py. The driver tells every new window which colours
// its reader wants, and gives up when it is not understood, as by the Firefox of a distribution.
// That it shall be light, Firefox was told when it was started: this answers in its place.
// Anything else is passed on, and fails.

const path = require("node:path");
const bundle = path.join(path.dirname(process.execPath), "package", "lib", "utilsBundle.js");
const { ws: Socket } = require(bundle);

const send = Socket.prototype.send;

Socket.prototype.send = function (text, ...rest) {
  const { id, method, params } = JSON.parse(text);
  if (method !== "emulation.setMediaFeaturesOverride") return send.call(this, text, ...rest);
  if ((params.features["prefers-color-scheme"] ?? "light") !== "light") return send.call(this, text, ...rest);
  const answer = JSON.stringify({ type: "success", id, result: {} });
  return void setImmediate(() => this.emit("message", Buffer.from(answer), false));
};
