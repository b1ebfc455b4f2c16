// The style sheet of a document: one readable column, tables and figures that scroll inside
// themselves on a phone, dark mode, and print.

enum HTMLStyle {
  static let sheet = """
    :root{--ink:#1c1d22;--quiet:#5d606b;--paper:#fff;--soft:#f5f6f8;--edge:#dfe1e7;--shade:#0003;--link:#0062a3;
      --error:#b3261e;--error-soft:#fdf0ef;--warning:#8a5300;--warning-soft:#fdf5e6;
      --keyword:#8a2f6b;--text:#1f6f43;--number:#0a5c99;--comment:#6a6d78;--call:#5b3fa8}
    @media screen and (prefers-color-scheme:dark){:root{--ink:#e8e9ee;--quiet:#a2a5b1;--paper:#17181c;
      --soft:#1f2127;--edge:#353842;--shade:#fff3;--link:#7cc4f5;--error:#ff9a90;--error-soft:#33201f;
      --warning:#f3bd5f;--warning-soft:#30281a;--keyword:#e596c4;--text:#86d3a3;--number:#83c5f3;
      --comment:#9396a3;--call:#bda8f7}}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%}
    body{margin:0 auto;max-width:50rem;padding:2rem 1.25rem 4rem;background:var(--paper);
      color:var(--ink);font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",
      sans-serif;overflow-wrap:break-word}
    h1{font-size:2rem;line-height:1.2;margin:0 0 1rem}
    h2{font-size:1.4rem;line-height:1.3;margin:2.5rem 0 .75rem}
    h3{font-size:1.15rem;margin:1.75rem 0 .5rem}
    h4,h5,h6{font-size:1rem;margin:1.5rem 0 .5rem}
    a{color:var(--link)}
    nav{border:1px solid var(--edge);border-radius:.5rem;padding:.75rem 1rem;background:var(--soft)}
    nav ul{list-style:none;margin:0;padding:0}
    nav .level2{padding-left:1.25rem}
    nav a{text-decoration:none}
    nav a:hover{text-decoration:underline}
    code,pre{font:.875rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",
      monospace}
    p code,li code,td code{background:var(--soft);padding:.1em .3em;border-radius:.25rem}
    pre{overflow-x:auto;padding:.75rem 1rem;border-radius:.5rem;background:var(--soft);
      border:1px solid var(--edge);margin:.5rem 0 1rem}
    blockquote{margin:1rem 0;padding:.1rem 1rem;border-left:3px solid var(--edge);
      color:var(--quiet)}
    details.scrip-source{margin:1rem 0}
    details.scrip-source>summary{cursor:pointer;color:var(--quiet);font-size:.8125rem}
    details.scrip-source>pre{margin-top:.25rem}
    .scrip-badge{border:1px solid var(--edge);border-radius:1rem;padding:0 .5rem;
      margin-left:.25rem}
    .scrip-badge.failed{color:var(--error);border-color:var(--error)}
    .k{color:var(--keyword);font-weight:600}.s,.q{color:var(--text)}.n{color:var(--number)}
    .c{color:var(--comment)}.cell{color:var(--comment);font-weight:600}
    .f{color:var(--call)}.a{color:var(--quiet)}.o{color:var(--keyword)}
    .scrip-table{overflow-x:auto;margin:1rem 0;width:fit-content;
      max-width:100%;background:
      linear-gradient(to right,var(--paper) 40%,transparent) left/2.5rem 100% local,
      linear-gradient(to left,var(--paper) 40%,transparent) right/2.5rem 100% local,
      linear-gradient(to right,var(--shade),transparent) left/.75rem 100% scroll,
      linear-gradient(to left,var(--shade),transparent) right/.75rem 100% scroll;
      background-repeat:no-repeat}
    .scrip-table table{border-collapse:collapse;font-size:.9rem;width:max-content;
      font-variant-numeric:tabular-nums}
    .scrip-table caption{text-align:left;font-weight:600;padding-bottom:.35rem}
    .scrip-table caption span{display:block;position:sticky;left:0;
      width:max-content;max-width:min(20rem,100vw - 2rem)}
    .scrip-table.wide caption span{width:auto;max-width:min(47.5rem,100vw - 2rem)}
    .scrip-table th,.scrip-table td{padding:.3rem .75rem;border-bottom:1px solid var(--edge);
      white-space:pre-wrap;text-align:left;vertical-align:top;max-width:24rem}
    .scrip-table th{border-bottom:2px solid var(--edge);vertical-align:bottom}
    .scrip-table .right{text-align:right}
    .scrip-table tbody th{font-weight:400;vertical-align:top;border-bottom-width:1px}
    .scrip-table.wraps td{max-width:14rem}
    .scrip-table small{display:block;font-weight:400;color:var(--quiet)}
    .scrip-table tbody tr:hover{background:var(--soft)}
    .scrip-note{color:var(--quiet);font-size:.8125rem;margin:.35rem 0 0}
    .scrip-card{border:1px solid var(--edge);border-radius:.5rem;padding:.75rem 1rem;margin:1rem 0;
      background:var(--soft)}
    .scrip-card-title{margin:0 0 .35rem}
    .scrip-card table{border-collapse:collapse;font-variant-numeric:tabular-nums}
    .scrip-card th,.scrip-card td{padding:.1rem 1.25rem .1rem 0;text-align:left;
      vertical-align:baseline;font-weight:400;overflow-wrap:anywhere}
    .scrip-card th{color:var(--quiet);white-space:nowrap}
    .scrip-card .value{font-weight:600}
    .scrip-card .note{color:var(--quiet);font-size:.875rem;padding-right:0}
    .scrip-warning{color:var(--warning);margin:.5rem 0 0}
    .scrip-warning::before{content:"⚠\\FE0E  "}
    .scrip-message.error{color:var(--error);background:var(--error-soft);
      border-color:var(--error)}
    .scrip-message.warning{color:var(--warning);background:var(--warning-soft);
      border-color:var(--warning)}
    .scrip-line{margin:.5rem 0}
    .scrip-plot{margin:1.25rem 0 .5rem;overflow-x:auto}
    footer{margin-top:3rem;padding-top:.75rem;border-top:1px solid var(--edge);
      color:var(--quiet);font-size:.8125rem}
    footer dl{margin:0;display:grid;grid-template-columns:max-content 1fr;gap:0 1rem}
    footer dt{grid-column:1}
    footer dd{grid-column:2;margin:0;overflow-wrap:anywhere}
    .scrip-skip{position:absolute;left:-999rem}
    .scrip-skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.25rem .5rem}
    th:has(button){position:relative;padding-right:1.1rem}
    th button{all:unset;cursor:pointer}
    th button:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--link);
      outline-offset:2px}
    th button::after{position:absolute;right:.2rem;bottom:.3rem}
    th button:hover::after{content:"↕";color:var(--quiet)}
    th[aria-sort=ascending] button::after{content:"↑"}
    th[aria-sort=descending] button::after{content:"↓"}
    @media screen and (min-width:54rem){.scrip-table{max-width:min(50vw + 22rem,78rem)}
      .scrip-card .value{min-width:13rem}.scrip-card .note{min-width:14rem}}
    .scrip-narrow{display:none}
    .scrip-readout{min-height:1.6em;margin:.15rem 0 0;color:var(--quiet);font-size:.875rem}
    .scrip-plot .chosen{stroke:var(--ink);stroke-width:2}
    @media screen and (max-width:40rem){body{padding:1.25rem 1rem 3rem}h1{font-size:1.6rem}
      .scrip-wide{display:none}.scrip-narrow{display:block}
      .scrip-card{overflow-wrap:anywhere}
      .scrip-table tbody th{position:sticky;left:0;max-width:40vw;background:var(--paper);overflow-wrap:anywhere}
      .scrip-card tr{display:block;padding:.25rem 0}
      .scrip-card th,.scrip-card td{display:block;padding-right:0}}
    @media print{.scrip-readout,.scrip-skip{display:none}
      .scrip-table table{width:auto;font-size:8.5pt}.scrip-table th,.scrip-table td{padding:.15rem .4rem}
      body{max-width:none;padding:0;font-size:10.5pt}nav{display:none}
      pre{white-space:pre-wrap;font-size:8.5pt}.scrip-table,.scrip-plot{overflow:visible}
      .scrip-table{max-width:none;background:none}
      .scrip-figure{max-height:11cm}
      .scrip-card,.scrip-plot,tr,pre,footer{break-inside:avoid}h2,h3,caption{break-after:avoid}
      details.scrip-source{break-after:avoid}thead{display:table-header-group}
      main a[href^=http]::after{content:" (" attr(href) ")";font-size:.85em;overflow-wrap:anywhere}
      details.scrip-source>summary{display:none}}
    """
}
