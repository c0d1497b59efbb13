extension HTMLReport {
    /// Colours have signs and words beside them; light and dark follow the reader's system.
    static let style = """
        :root {
          color-scheme: light dark;
          --page: #ffffff; --text: #1c2128; --faint: #59636e; --line: #d8dee4; --panel: #f6f8fa;
          --succeeded: #1a7f37; --failed: #cf222e; --stopped: #9a6700; --rolled_back: #8250df;
          --not_started: #6e7781; --unknown: #bc4c00; --still_running: #0969da;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #0d1117; --text: #e6edf3; --faint: #9198a1; --line: #30363d; --panel: #161b22;
            --succeeded: #3fb950; --failed: #f85149; --stopped: #d29922; --rolled_back: #bc8cff;
            --not_started: #8b949e; --unknown: #f0883e; --still_running: #58a6ff;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 75rem; padding: 1rem; background: var(--page); color: var(--text);
          font: 15px/1.45 system-ui, sans-serif; }
        h1 { font-size: 1.4rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
        header p { margin: .25rem 0; color: var(--faint); }
        code, pre { font: 12.5px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
        .state { border: 1px solid; border-radius: 1rem; font-size: 1rem; padding: .1rem .7rem; margin-right: .3rem;
          white-space: nowrap; }
        .succeeded { --mood: var(--succeeded); } .failed { --mood: var(--failed); }
        .stopped, .stopped_early { --mood: var(--stopped); } .rolled_back { --mood: var(--rolled_back); }
        .not_started { --mood: var(--not_started); } .unknown { --mood: var(--unknown); }
        .still_running { --mood: var(--still_running); }
        .state, .sign, .what { color: var(--mood); }
        #filters { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; }
        button, input { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line);
          border-radius: .4rem; padding: .3rem .7rem; min-height: 2.2rem; }
        button { cursor: pointer; }
        button[aria-pressed=true] { border-color: var(--mood); box-shadow: inset 0 0 0 1px var(--mood); }
        input { flex: 1 1 12rem; }
        ol { list-style: none; margin: 0; padding: 0; }
        #items > li { border-top: 1px solid var(--line); }
        summary, .axis { display: grid; grid-template-columns: 1.2rem minmax(8rem, 16rem) minmax(6rem, 13rem) 1fr 5.5rem;
          gap: .6rem; align-items: center; }
        summary { padding: .35rem 0; cursor: pointer; }
        summary::-webkit-details-marker { display: none; }
        summary:hover { background: var(--panel); }
        .name { font-weight: 600; overflow-wrap: anywhere; }
        .what { font-size: .85rem; overflow-wrap: anywhere; }
        .time { text-align: right; color: var(--faint); font-variant-numeric: tabular-nums; font-size: .85rem; }
        .track { position: relative; height: 1.1rem; background: var(--panel); border-radius: .2rem; overflow: hidden; }
        .track i { position: absolute; top: 0; bottom: 0; min-width: 2px; background: var(--mood); }
        .track .bar { opacity: .35; }
        .track .step { top: .25rem; bottom: .25rem; border-right: 1px solid var(--page); }
        .axis { color: var(--faint); font-size: .75rem; }
        .axis div { grid-column: 4; position: relative; height: 1.2rem; }
        .axis span { position: absolute; transform: translateX(-50%); white-space: nowrap; }
        .axis span:first-child { transform: none; } .axis span:last-child { transform: translateX(-100%); }
        .more { padding: .2rem 0 .8rem 1.8rem; }
        .more p { margin: .2rem 0; overflow-wrap: anywhere; }
        .facts span { margin-right: 1rem; color: var(--faint); font-size: .85rem; }
        .facts code { overflow-wrap: anywhere; }
        .steps { display: flex; flex-wrap: wrap; gap: .3rem; margin: .4rem 0; }
        .steps li { border-left: 3px solid var(--mood); background: var(--panel); padding: .1rem .5rem; font-size: .85rem;
          overflow-wrap: anywhere; }
        pre { background: var(--panel); border: 1px solid var(--line); border-radius: .4rem; padding: .6rem; margin: .5rem 0 0;
          max-height: 22rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
        @media (max-width: 45rem) {
          summary { grid-template-columns: 1.2rem 1fr auto; row-gap: .15rem; }
          .what { grid-column: 2 / -1; grid-row: 2; }
          .track { grid-column: 1 / -1; grid-row: 3; height: .8rem; }
          .track .step { top: .15rem; bottom: .15rem; }
          .time { grid-column: 3; grid-row: 1; }
          .axis { display: block; } .axis div { margin: 0; }
          .more { padding-left: 0; }
        }
        @media print { #filters { display: none; } pre { max-height: none; } }
        """
}
