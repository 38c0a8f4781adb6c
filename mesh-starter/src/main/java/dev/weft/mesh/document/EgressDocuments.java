package dev.weft.mesh.document;

import dev.weft.mesh.document.egress.EgressMapper;
import dev.weft.mesh.document.egress.EgressProperties;
import dev.weft.mesh.document.service.InvalidRuleException;
import dev.weft.mesh.security.EgressDocument;
import dev.weft.mesh.security.EgressPolicy;
import org.jspecify.annotations.Nullable;

/** Reads what a document says of hosts outside the mesh, in the shape and by the binder of {@code mesh.egress}. */
final class EgressDocuments {

    private EgressDocuments() {}

    /**
     * Reads an egress policy; null if nothing is said of it.
     *
     * @param mode what holds where it says none
     */
    static @Nullable EgressDocument read(Value value, EgressPolicy.Mode mode) {
        PropertyTree tree = PropertyTree.of(value, EgressProperties.class);
        if (tree.isEmpty()) {
            return null;
        }
        EgressProperties properties = new EgressProperties();
        properties.setMode(mode);
        try {
            return new EgressDocument(value.place(), EgressMapper.policy(PropertyBinder.bind(tree, properties)));
        } catch (InvalidRuleException e) {
            throw tree.nearest(PropertyTree.ROOT.append(e.path())).refuse(e.problem());
        }
    }
}
