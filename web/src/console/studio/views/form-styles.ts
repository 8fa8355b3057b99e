import { css } from "lit";

export const formStyles = css`
  form {
    padding: 8px 16px 32px;
  }
  fieldset {
    margin: 0;
    padding: 8px 0 16px;
    border: 0;
    border-block-end: 1px solid var(--ot-hair);
    min-inline-size: 0;
    display: grid;
    gap: 8px;
  }
  fieldset:last-of-type {
    border: 0;
  }
  legend {
    padding: 8px 0 0;
    font-weight: 600;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 16px;
  }
  .heard {
    display: grid;
    gap: 4px;
  }
  .who {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    align-items: baseline;
  }
  .who code,
  .who .word {
    color: var(--ot-ink-2);
  }
  .text {
    display: block;
  }
  .text textarea {
    display: block;
    inline-size: 100%;
    min-block-size: 40px;
    field-sizing: content;
    resize: vertical;
  }
  .number {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .number input {
    inline-size: 64px;
  }
  .select {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px;
    max-inline-size: 100%;
  }
  .select select {
    max-inline-size: 100%;
    min-inline-size: 0;
  }
  .check {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-block-size: 32px;
  }
  .beside {
    padding-block: 8px;
  }
  .state li {
    margin-block: 4px;
  }
  .state p {
    margin-block-start: 8px;
  }
`;
