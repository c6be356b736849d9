"""Last phases: documents with their groups, and the account of every file and character."""

from collections.abc import Iterable

import polars as pl

from analysis.contract import Tables
from analysis.corpus.tables import FILES, FILTERS, REMOVED
from analysis.corpus.texts import texts_of
from analysis.corpus.variants import TOLD, told, variants


def finish_shard(tables: Tables, read: Tables, groups: Tables) -> Tables:
    """To which groups the articles of a shard belong, and what the ledger and the variants need.

    tables: of clean_shard; read: with `texts` of read_shard. `members` has a row for each article,
    in their order.
    """
    articles = tables["articles"].select("doc_id", "source_file")
    joined = articles.join(groups["groups"], on="doc_id", how="left", maintain_order="left")
    several = joined.filter(pl.col("group_id").is_not_null())
    said = pl.DataFrame(schema=TOLD)
    if several.height:
        texts = texts_of(several, read["texts"], tables["changed"])
        said = told(several.with_columns(texts), tables["sentences"])
    return {
        "members": joined.select(pl.coalesce("group_id", "doc_id"), "copy_of"),
        "told": said,
        "counts": joined.select("source_file", "copy_of"),
    }


def merge_variants(final: Iterable[Tables], share: Tables) -> Tables:
    """The variants of the groups whose ids begin with one of the digits in `share` (digit)."""
    digits = share["share"]["digit"].implode()
    rows = [pl.DataFrame(schema=TOLD)]
    for tables in final:
        rows.append(tables["told"].filter(pl.col("group_id").str.head(1).is_in(digits)))
    return {"variants": variants(pl.concat(rows))}


def merge_ledger(clean: Iterable[Tables], final: Iterable[Tables], raw: Tables) -> Tables:
    """Files, removed spans and filters of the whole corpus.

    clean, final: what clean_shard and finish_shard made of the shards, in the same order.
    raw: with `raw_files` (source_file, sha256), where files were cut into blocks.
    """
    units, removed, counts = [], [], []
    for tables in clean:
        units.append(tables["units"])
        removed.append(tables["removed"])
    for tables in final:
        counts.append(tables["counts"])
    spans = pl.concat(removed) if removed else REMOVED.empty()
    spans = REMOVED.conform(spans.sort(REMOVED.key, nulls_last=False, maintain_order=True))
    files = _files(pl.concat(units), spans, raw.get("raw_files")) if units else FILES.empty()
    documents = pl.concat(counts) if counts else pl.DataFrame(schema={"copy_of": pl.String})
    return {
        "files": files,
        "removed": spans,
        "filters": _filters(pl.concat(units) if units else None, files, documents),
    }


def _files(
    units: pl.DataFrame, removed: pl.DataFrame, whole_files: pl.DataFrame | None
) -> pl.DataFrame:
    """Blocks of a file put together; what was removed is summed from the spans themselves."""
    lost = removed.group_by("source_file").agg(
        chars_removed=(pl.col("end") - pl.col("start")).sum().cast(pl.Int64)
    )
    whole = (
        units.sort("source_file", "block")
        .group_by("source_file", maintain_order=True)
        .agg(
            pl.col("bytes").sum(),
            pl.col("sha256").first(),
            pl.col("format").first(),
            # A block of plain ASCII says nothing of the encoding of the others.
            pl.col("encoding").filter(pl.col("encoding") != "utf-8").first().alias("other"),
            pl.col("encoding").first(),
            pl.col("documents").sum(),
            pl.col("chars").sum(),
            pl.col("problem").drop_nulls().first(),
            pl.col("fields").drop_nulls().first(),
        )
        .with_columns(encoding=pl.coalesce("other", "encoding"))
        .join(lost, on="source_file", how="left")
        .with_columns(pl.col("chars_removed").fill_null(0))
        .with_columns(chars_kept=pl.col("chars") - pl.col("chars_removed"))
    )
    if whole_files is not None:
        # A block knows the hash of its own bytes alone.
        whole = whole.update(whole_files, on="source_file")
    return FILES.conform(whole.sort("source_file").select(FILES.schema.keys()))


def _filters(
    units: pl.DataFrame | None, files: pl.DataFrame, documents: pl.DataFrame
) -> pl.DataFrame:
    read = files.filter(pl.col("documents") > 0).height
    records = int(units["records"].sum()) if units is not None else 0
    empty = int(units["without_text"].sum()) if units is not None else 0
    chars, kept = int(files["chars"].sum()), int(files["chars_kept"].sum())
    articles = documents.height
    rows = [
        (
            "files without articles",
            "raw files",
            files.height,
            read,
            "empty, broken, no text or of no known format: see files.problem",
        ),
        (
            "records without text",
            "records",
            records,
            records - empty,
            "no text in the field, or nothing but boilerplate",
        ),
        (
            "boilerplate and white space between articles",
            "code points",
            chars,
            kept,
            "removed by the rule named in the table of removed spans",
        ),
        (
            "copies",
            "articles",
            articles,
            articles - documents["copy_of"].drop_nulls().len(),
            "versions of an earlier article: kept, but not counted twice",
        ),
    ]
    return FILTERS.frame(
        {
            "step": step,
            "filter": name,
            "rows": what,
            "rows_in": before,
            "rows_out": after,
            "reason": reason,
        }
        for step, (name, what, before, after, reason) in enumerate(rows)
    )
