/* What helps where scripts run; every page works without. ES5, for the browsers inside applications.
   1. A little arithmetic instead of the sum. 2. A recorder. 3. Photos made small before they are sent. */
(function () {
  "use strict";

  var K = [];
  function prepare() {
    for (var n = 2, i = 0; i < 64; n++) {
      var prime = true;
      for (var d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
      if (prime) { var root = Math.pow(n, 1 / 3); K[i++] = ((root - Math.floor(root)) * 4294967296) | 0; }
    }
  }
  var H0 = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

  /* First word of the SHA-256 of ASCII text of at most 55 characters: one block. */
  function firstWord(text) {
    var w = [], i, h = H0.slice(0);
    for (i = 0; i < 64; i++) w[i] = 0;
    for (i = 0; i < text.length; i++) w[i >> 2] |= text.charCodeAt(i) << (24 - (i % 4) * 8);
    w[text.length >> 2] |= 0x80 << (24 - (text.length % 4) * 8);
    w[15] = text.length * 8;
    for (i = 16; i < 64; i++) {
      var x = w[i - 15], y = w[i - 2];
      var s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      var s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    for (i = 0; i < 64; i++) {
      var a = h[0], e = h[4];
      var t1 = (h[7] + (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) +
        ((e & h[5]) ^ (~e & h[6])) + K[i] + w[i]) | 0;
      var t2 = ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) +
        ((a & h[1]) ^ (a & h[2]) ^ (h[1] & h[2]))) | 0;
      h = [(t1 + t2) | 0, a, h[1], h[2], (h[3] + t1) | 0, e, h[5], h[6]];
    }
    return (h[0] + H0[0]) | 0;
  }

  function work(seed, done) {
    var n = 0;
    prepare();
    (function some() {
      for (var end = n + 400; n < end; n++) {
        if (firstWord(seed + ":" + n) >>> 18 === 0) { done(String(n)); return; }
      }
      setTimeout(some, 0);
    })();
  }

  var form = document.querySelector(".p-form");
  var field = document.getElementById("work"), box = document.getElementById("sum-box");
  if (form && field && box && form.getAttribute("data-seed")) {
    work(form.getAttribute("data-seed"), function (found) { field.value = found; box.className = "p-hidden"; });
  }

  var typed = document.getElementById("typed");
  if (typed && !typed.value && location.hash.length > 10) typed.value = decodeURIComponent(location.hash.slice(1)).slice(0, 60);

  var photos = document.getElementById("photos"), progress = document.getElementById("progress");
  var able = window.FormData && window.XMLHttpRequest && window.URL && HTMLCanvasElement.prototype.toBlob;
  if (!form || !photos || !progress || !able) return;

  var recorded = null;
  var recorder = document.getElementById("recorder");
  var media = navigator.mediaDevices;
  if (recorder && window.MediaRecorder && media && media.getUserMedia) record(recorder);

  /* Most browsers inside applications open no recorder from a file field: so here is one. */
  function record(box) {
    var button = document.getElementById("record"), heard = document.getElementById("heard");
    var note = document.getElementById("recorder-note"), running = null, MOST_SECONDS = 300;
    function label(name) { button.textContent = box.getAttribute("data-" + name); }
    function began(stream) {
      var parts = [], seconds = 0, tape;
      try { tape = new MediaRecorder(stream, { audioBitsPerSecond: 32000 }); }
      catch (e) { tape = new MediaRecorder(stream); }
      running = tape;
      tape.ondataavailable = function (event) { if (event.data && event.data.size) parts.push(event.data); };
      tape.onstop = function () {
        clearInterval(ticking);
        running = null;
        stream.getTracks().forEach(function (track) { track.stop(); });
        if (parts.length) keep(new Blob(parts, { type: tape.mimeType || "audio/webm" }));
        label(recorded ? "again" : "start");
      };
      var ticking = setInterval(function () {
        seconds += 1;
        note.textContent = Math.floor(seconds / 60) + ":" + (seconds % 60 < 10 ? "0" : "") + (seconds % 60);
        if (seconds >= MOST_SECONDS && tape.state === "recording") tape.stop();
      }, 1000);
      tape.start();
      label("stop");
    }
    function keep(blob) {
      recorded = blob;
      heard.src = URL.createObjectURL(blob);
      heard.className = "";
    }
    button.onclick = function () {
      if (running) { if (running.state === "recording") running.stop(); return; }
      note.textContent = "";
      media.getUserMedia({ audio: true }).then(began, function () { note.textContent = box.getAttribute("data-denied"); });
    };
    label("start");
    box.className = "";
    document.getElementById("sound-label").textContent = box.getAttribute("data-file");
  }

  var pressed = null;
  form.addEventListener("click", function (event) {
    if (event.target.tagName === "BUTTON" && event.target.type === "submit") pressed = event.target;
  });

  /* A photo whose place may be told goes as it is: drawing it anew would lose the place. */
  function shrunk(file, done) {
    var position = document.getElementById("position");
    if (file.size < 400000 || !/^image\/(?!gif|svg)|^$/.test(file.type) || (position && position.checked)) { done(file); return; }
    var image = new Image(), address = URL.createObjectURL(file);
    image.onerror = function () { URL.revokeObjectURL(address); done(file); };
    image.onload = function () {
      var most = 1920, scale = Math.min(1, most / Math.max(image.width, image.height));
      var canvas = document.createElement("canvas");
      canvas.width = Math.round(image.width * scale);
      canvas.height = Math.round(image.height * scale);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(address);
      canvas.toBlob(function (blob) { done(blob && blob.size < file.size ? blob : file); }, "image/jpeg", 0.82);
    };
    image.src = address;
  }

  function together(files, done) {
    var out = [];
    (function next(i) {
      if (i >= files.length) { done(out); return; }
      shrunk(files[i], function (one) { out.push(one); next(i + 1); });
    })(0);
  }

  var busy = false;
  form.addEventListener("submit", function (event) {
    var sound = document.getElementById("sound");
    var files = photos.files || [];
    if (busy) { event.preventDefault(); return; }
    if ((!files.length && !recorded) || (pressed && pressed.value === "back")) return;
    event.preventDefault();
    busy = true;
    progress.textContent = form.getAttribute("data-sending") + "…";
    together(files, function (small) {
      var data = new FormData(), i, fields = form.querySelectorAll("input, textarea");
      for (i = 0; i < fields.length; i++) {
        if (fields[i].type !== "file" && (!/^(radio|checkbox)$/.test(fields[i].type) || fields[i].checked)) data.append(fields[i].name, fields[i].value);
      }
      if (pressed) data.append(pressed.name, pressed.value);
      for (i = 0; i < small.length; i++) data.append("files", small[i], "photo-" + i + ".jpg");
      if (recorded) data.append("files", recorded, "voice");
      if (sound && sound.files && sound.files[0]) data.append("files", sound.files[0]);
      send(data);
    });
  });

  function send(data) {
    var request = new XMLHttpRequest();
    function failed(name) { busy = false; progress.textContent = form.getAttribute("data-" + name); }
    request.open("POST", form.action);
    request.upload.onprogress = function (event) {
      if (event.lengthComputable) {
        progress.textContent = form.getAttribute("data-sending") + " " + Math.round((event.loaded / event.total) * 100) + "%";
      }
    };
    request.onerror = request.ontimeout = function () { failed("failed"); };
    request.onload = function () {
      if (request.status === 413) { failed("large"); return; }
      if (request.status >= 500 || !request.responseText) { failed("failed"); return; }
      document.open();
      document.write(request.responseText);
      document.close();
      window.scrollTo(0, 0);
    };
    request.send(data);
  }
})();
