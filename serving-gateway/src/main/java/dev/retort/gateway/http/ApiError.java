package dev.retort.gateway.http;

/** What was wrong and what to do; also the form in which the open inference protocol reports errors. */
public record ApiError(String error) {}
