import "./main.css";
import htmx from "htmx.org";
import { watchCharts } from "./ts/chart-loader";
import { watchDialogs } from "./ts/dialogs";
import { watchForms } from "./ts/forms";
import { watchKeys } from "./ts/keys";
import { watchPosition } from "./ts/position";
import { watchNetwork } from "./ts/network";
import { watchShell } from "./ts/shell";
import { watchSignatures } from "./ts/signature";
import { watchSuggestions } from "./ts/suggestions";

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;

watchShell();
watchDialogs();
watchKeys();
watchForms();
watchSuggestions();
watchSignatures();
watchNetwork();
watchPosition();
watchCharts(document);
htmx.onLoad((element) => {
  if (element instanceof HTMLElement) watchCharts(element);
});
