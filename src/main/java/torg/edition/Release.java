package torg.edition;

import java.time.Instant;

/// A published version of a stream: never changed, only followed by the next.
///
/// @param version counts from 1 within its edition and stream
public record Release<T>(int version, Instant publishedAt, String note, T content) {}
