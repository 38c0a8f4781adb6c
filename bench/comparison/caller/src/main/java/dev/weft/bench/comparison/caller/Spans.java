package dev.weft.bench.comparison.caller;

import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Counts what an exporter would be handed: spans that are sampled and have ended. Every column has it. */
@RestController
class Spans extends SpanHandler {

    private final LongAdder ended = new LongAdder();

    @Override
    public boolean end(TraceContext context, MutableSpan span, Cause cause) {
        ended.increment();
        return true;
    }

    @GetMapping("/spans")
    long ended() {
        return ended.sum();
    }
}
