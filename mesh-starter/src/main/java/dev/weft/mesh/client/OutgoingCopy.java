package dev.weft.mesh.client;

import dev.weft.mesh.context.MeshContext;
import dev.weft.mesh.engine.Call;
import dev.weft.mesh.model.HeaderFields;
import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Choice;
import dev.weft.mesh.rules.Mirror;
import dev.weft.mesh.telemetry.AttemptSpans;
import org.jspecify.annotations.Nullable;

/** The copy of a call, under way to whoever a mirror rule names. To be sent once; its answer is read and dropped. */
public final class OutgoingCopy extends OutgoingCall {

    private final Mirror mirror;
    private final Choice original;

    OutgoingCopy(
            Call call,
            ServiceName self,
            AttemptSpans spans,
            @Nullable MeshContext context,
            boolean identified,
            Mirror mirror,
            Choice original) {
        super(call, self, spans, context, identified, null);
        this.mirror = mirror;
        this.original = original;
    }

    /** The changes are those of the route that wants the copy. */
    @Override
    public void editRequest(HeaderFields fields) {
        original.editCopy(fields, mirror);
    }

    @Override
    boolean isShadow() {
        return true;
    }
}
