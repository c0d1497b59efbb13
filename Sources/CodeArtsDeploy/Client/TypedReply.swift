// The embedded library has no face but the C header's, and every byte counts there.
#if !hasFeature(Embedded)
    package import CodeArtsDeployModel

    /// A typed reply, made from a result document.
    package protocol TypedReply {
        /// nil where it lacks what makes it an answer.
        init?(reading object: JSONValue)
    }

    extension Operation {
        /// Reads the result document of this operation again.
        package func typed<Reply: TypedReply>(_ result: [UInt8]) throws(DeployError) -> Reply {
            guard let document = try? JSONDocument(parsing: result), let reply = Reply(reading: document.root) else {
                let outcome: Outcome? = startsDeployment ? .started : nil
                throw DeployError(.internal, "The result could not be read again.", outcome: outcome)
            }
            return reply
        }
    }

    /// The requests that are no more than a few ids, each as one flat object of wire names.
    package enum RequestText {
        package static func task(_ taskID: String) -> [UInt8] {
            object { $0.member("task_id", taskID) }
        }

        package static func record(_ recordID: String?, ofTask taskID: String) -> [UInt8] {
            object {
                $0.member("task_id", taskID)
                $0.member("record_id", ifKnown: recordID)
            }
        }

        package static func application(_ appID: String) -> [UInt8] {
            object { $0.member("app_id", appID) }
        }

        private static func object(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
            var json = JSONWriter(reserving: 128)
            json.object(members)
            return json.bytes
        }
    }
#endif
